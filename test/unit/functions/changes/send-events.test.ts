import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { relay } from "../../../../functions/changes/send-events.ts";
import { BEGINNING, readLog } from "../../../../functions/feed/read-log.ts";
import type { StreamRecord } from "../../../../shared/db/stream.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { type Job, jobs } from "../../../../shared/entities/job.ts";
import { readDomainEvent } from "../../../../shared/events/read-event.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { testClock, testLog } from "../../../support/deps.ts";
import { badRequest, lostCall, memoryTable } from "../../../support/memory-table.ts";
import { streamRecord } from "../../../support/stream.ts";

const bus = mockClient(EventBridgeClient);
/** Every entry that reached the bus, call by call. */
let sent: PutEventsRequestEntry[][] = [];

const answering = (refuses: (entry: PutEventsRequestEntry, call: number) => string | undefined = () => undefined) =>
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: PutEventsRequestEntry[] }) => {
    const call = sent.push(Entries);
    const results = Entries.map((entry) => {
      const ErrorCode = refuses(entry, call);
      return ErrorCode ? { ErrorCode, ErrorMessage: "no" } : { EventId: "1" };
    });
    return { Entries: results, FailedEntryCount: results.filter((result) => "ErrorCode" in result).length };
  });

let memory = memoryTable();
/** The records that were set aside, by their numbers. */
let aside: number[] = [];
const told = (Records: StreamRecord[]) =>
  relay(
    { Records },
    {
      ...{
        bus: new EventBridgeClient({}),
        busName: "bus-arn",
        table: memory.table,
        clock: testClock(),
        log: testLog(),
      },
      setAside: async ({ sequenceNumber }) => void aside.push(Number(sequenceNumber)),
    },
  );
const logged = async () => {
  const { changes } = await readLog(memory.table.of(anAccountId), BEGINNING, { limit: 100, keep: () => true });
  return changes;
};
const events = () => sent.flat().map((entry) => readDomainEvent({ detail: JSON.parse(entry.Detail ?? "") }));
const client = (number: number, own: Partial<Client> = {}): Client =>
  aClient({ id: derivedId("client", String(number)), ...own });
const creation = (number: number, own: Partial<Client> = {}): StreamRecord =>
  streamRecord(clients, { after: client(number, own), number });
const failures = (answer: { batchItemFailures: { itemIdentifier: string }[] }) =>
  answer.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));

beforeEach(() => {
  bus.reset();
  memory = memoryTable();
  aside = [];
  sent = [];
  answering();
});

describe("the relay", () => {
  it("tells what happened, by whom, and which fields changed", async () => {
    const before = client(1);
    const after = {
      ...before,
      email: "a@garage.example",
      version: 2,
      updatedBy: "mem_1",
      updatedAt: "2026-03-03T08:00:00.000Z",
    };
    expect(await told([streamRecord(clients, { before, after, number: 1 })])).toEqual({ batchItemFailures: [] });
    expect(sent.flat()[0]).toMatchObject({
      EventBusName: "bus-arn",
      Source: "clientele",
      DetailType: "client.updated",
      Time: new Date(after.updatedAt),
    });
    expect(events()).toMatchObject([
      {
        type: "client.updated",
        accountId: anAccountId,
        actor: { kind: "person", id: "mem_1" },
        resource: { id: before.id, email: "a@garage.example", version: 2 },
        changed: ["email"],
      },
    ]);
  });

  it("gives the same event the same id whenever it is told", async () => {
    await told([creation(1)]);
    await told([creation(1)]);
    const [first, second] = events();
    expect(first?.id).toMatch(/^evt_/);
    expect(second?.id).toBe(first?.id);
  });

  it("says when something was removed, not when it was last written", async () => {
    const at = new Date("2026-04-01T10:00:00.000Z");
    await told([streamRecord(clients, { before: client(1), number: 1, at })]);
    expect(events()).toMatchObject([{ type: "client.deleted", occurredAt: at.toISOString() }]);
  });

  it("also tells the steps of a job, which the change feed leaves out", async () => {
    const { version, createdAt, createdBy, updatedAt, updatedBy, source } = aClient();
    const provenance = { version, createdAt, createdBy, updatedAt, updatedBy, source };
    const progress = { done: 0, total: 1 };
    const id = derivedId("job", "1");
    const job: Job = {
      id,
      accountId: anAccountId,
      kind: "bulk",
      status: "queued",
      progress,
      input: {},
      counts: {},
      ...provenance,
    };
    await told([streamRecord(jobs, { after: job, number: 1 })]);
    expect(events()).toMatchObject([{ type: "job.requested" }]);
    expect(await logged()).toEqual([]);
  });

  it("is silent about what expired", async () => {
    const expired = {
      ...streamRecord(clients, { before: client(1), number: 1 }),
      userIdentity: { principalId: "dynamodb.amazonaws.com" },
    };
    expect(await told([expired])).toEqual({ batchItemFailures: [] });
    expect(sent).toEqual([]);
  });
});

describe("calls to the bus", () => {
  it("hold ten events", async () => {
    await told(Array.from({ length: 25 }, (_, number) => creation(number)));
    expect(sent.map((entries) => entries.length).sort()).toEqual([10, 10, 5].sort());
    expect(events()).toHaveLength(25);
  });

  it("hold no more bytes than the bus takes", async () => {
    await told(Array.from({ length: 9 }, (_, number) => creation(number, { note: "é".repeat(50_000) })));
    expect(events()).toHaveLength(9);
    for (const entries of sent) {
      const bytes = entries.reduce((sum, { Detail = "" }) => sum + Buffer.byteLength(Detail), 0);
      expect(bytes).toBeLessThan(256 * 1024);
    }
  });

  it("leave out the large fields of a resource that is too large, and say which", async () => {
    await told([creation(1, { note: "é".repeat(130_000) })]);
    const detail = JSON.parse(sent.flat()[0]?.Detail ?? "");
    expect(detail).toMatchObject({
      type: "client.created",
      resource: { id: client(1).id, version: 1, name: client(1).name },
    });
    expect(detail.omitted).toContain("note");
    expect(detail.resource).not.toHaveProperty("note");
  });
});

describe("what the bus does not take", () => {
  const refusing = (wanted: Client) => (entry: PutEventsRequestEntry) => entry.Detail?.includes(wanted.id) ?? false;

  it("is tried again at once, alone", async () => {
    const isThird = refusing(client(3));
    answering((entry, call) => (call === 1 && isThird(entry) ? "ThrottlingException" : undefined));
    expect(await told([creation(1), creation(2), creation(3), creation(4)])).toEqual({ batchItemFailures: [] });
    expect(sent.map((entries) => entries.length)).toEqual([4, 1]);
  });

  it("is set aside with its record when it fails for good, and everything else is told", async () => {
    const isPoison = refusing(client(13));
    answering((entry) => (isPoison(entry) ? "MalformedDetail" : undefined));
    const answer = await told(Array.from({ length: 30 }, (_, number) => creation(number)));
    expect([failures(answer), aside]).toEqual([[], [13]]);
    expect(new Set(events().map(({ resource }) => resource.id)).size).toBe(30);
  });

  it("is the first record of the batch when the bus does not answer", async () => {
    bus.on(PutEventsCommand).rejects(lostCall());
    expect(failures(await told([creation(1), creation(2)]))).toEqual([1]);
    expect(aside).toEqual([]);
  });

  it("is tried again for a day while it has too much to do", async () => {
    answering((entry) => (refusing(client(2))(entry) ? "ThrottlingException" : undefined));
    expect(failures(await told([creation(1), creation(2), creation(3)]))).toEqual([2]);
    expect(aside).toEqual([]);
  });

  it("is set aside where it cannot be read", async () => {
    const answer = await told([creation(1), creation(2, { updatedAt: "yesterday" }), creation(3)]);
    expect([failures(answer), aside]).toEqual([[], [2]]);
    expect(events()).toHaveLength(2);
  });
});

describe("the log that partners follow", () => {
  it("holds every change once, under the id of its event, and no value of anything", async () => {
    const before = client(1);
    const after = { ...before, email: "a@garage.example", version: 2, updatedAt: "2026-03-03T08:00:00.000Z" };
    const records = [creation(1), streamRecord(clients, { before, after, number: 2 })];
    await told(records);
    await told(records);
    const changes = await logged();
    expect(changes.map(({ id }) => id)).toEqual(
      events()
        .slice(0, 2)
        .map(({ id }) => id),
    );
    expect(changes).toMatchObject([
      { type: "client.created", resourceId: before.id, version: 1, changed: [] },
      { type: "client.updated", resourceId: before.id, version: 2, changed: ["email"] },
    ]);
    expect(JSON.stringify([...memory.items.values()])).not.toContain("garage.example");
  });

  it("that cannot be written fails from the account's first record on, and the bus is told all the same", async () => {
    memory.fate = () => "lost";
    expect(failures(await told([creation(1), creation(2)]))).toEqual([1]);
    expect(events()).toHaveLength(2);
  });

  it("sets a record aside that it cannot take, and takes the others", async () => {
    const poison = client(2).id;
    memory.fate = (_call, writes) => {
      if (JSON.stringify(writes).includes(poison)) throw badRequest("Item size has exceeded the maximum allowed size");
      return "done";
    };
    expect(failures(await told([creation(1), creation(2), creation(3)]))).toEqual([]);
    expect(aside).toEqual([2]);
    expect((await logged()).map(({ resourceId }) => resourceId)).toEqual([client(1).id, client(3).id]);
  });
});
