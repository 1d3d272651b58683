import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { project } from "../../../../functions/changes/project.ts";
import type { PoisonRecord } from "../../../../functions/changes/set-aside.ts";
import type { StreamRecord } from "../../../../shared/db/stream.ts";
import type { Table } from "../../../../shared/db/table.ts";
import { keyOf } from "../../../../shared/db/writes.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { stampOf } from "../../../../shared/entities/client-stamp.ts";
import { countOf } from "../../../../shared/entities/counter.ts";
import { listTags } from "../../../../shared/entities/tag.ts";
import { derivedId, ulids } from "../../../../shared/ids.ts";
import { storedClient } from "../../../../shared/projection/stored-client.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { type History, historyOf, type Step, steps } from "../../../support/client-history.ts";
import { type Delivery, deliver } from "../../../support/delivery.ts";
import { badRequest, type Fate, lostCall, memoryTable } from "../../../support/memory-table.ts";
import { projectedIn, recount } from "../../../support/projected.ts";
import { projectorDeps } from "../../../support/projector-deps.ts";
import { storedRecord, streamRecord } from "../../../support/stream.ts";

const followed = async (history: History, plan: readonly Delivery[] = []) => {
  const memory = memoryTable();
  await deliver(history.records, plan, (event) => project(event, projectorDeps(memory.table)));
  return projectedIn(memory.items.values());
};

/** Where in a delivery something happens to a call, and what. */
const trouble = fc.record({ call: fc.nat(30), fate: fc.constantFrom<Fate>("lost", "unanswered") });
const delivery = fc.record(
  { size: fc.integer({ min: 1, max: 12 }), back: fc.nat(12), dies: fc.boolean(), trouble },
  { requiredKeys: ["size"] },
);

describe("the projector", () => {
  it("keeps what a recount from the clients' last versions gives", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const history = historyOf(taken);
        expect(await followed(history)).toEqual(recount(history));
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("keeps the same through redeliveries, batches cut anywhere, lost calls and sudden deaths", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(delivery, { maxLength: 12 }), async (taken, plan) => {
        const history = historyOf(taken);
        const memory = memoryTable();
        await deliver(
          history.records,
          plan,
          (event, planned: Delivery & { trouble?: { call: number; fate: Fate } }) => {
            const first = memory.calls;
            let dead = false;
            memory.fate = (call) => {
              if (dead) return "lost";
              const hit = call - first === planned.trouble?.call;
              dead = hit && planned.dies === true;
              return hit && planned.trouble ? planned.trouble.fate : "done";
            };
            return project(event, projectorDeps(memory.table));
          },
        );
        expect(projectedIn(memory.items.values())).toEqual(recount(history));
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it("survives a death at every single call, before and after its effect", async () => {
    const history = historyOf(sample);
    const expected = recount(history);
    const calls = await (async () => {
      const memory = memoryTable();
      await project({ Records: history.records }, projectorDeps(memory.table));
      return memory.calls;
    })();
    expect(calls).toBeGreaterThan(5);
    for (const fate of ["lost", "unanswered"] as const) {
      for (let at = 0; at < calls; at++) {
        const memory = memoryTable();
        memory.fate = (call) => (call < at ? "done" : call === at ? fate : "lost");
        await project({ Records: history.records }, projectorDeps(memory.table));
        memory.fate = () => "done";
        const again = await project({ Records: history.records }, projectorDeps(memory.table));
        expect(again.batchItemFailures).toEqual([]);
        expect(projectedIn(memory.items.values()), `${fate} at call ${at}`).toEqual(expected);
      }
    }
  });

  it("writes one feed entry for each version but the first of a client that nobody changed, however often it is told", async () => {
    const history = historyOf(sample);
    const { feed } = await followed(history, [{ size: 5 }, { size: 9, back: 5 }, { size: 30, back: 9 }]);
    expect(feed).toHaveLength(history.records.length - 1);
    expect(new Set(feed).size).toBe(history.records.length - 1);
  });

  it("follows what comes after a version that did not say when it was made", async () => {
    const memory = memoryTable();
    const before = aClient({ updatedAt: "yesterday" });
    const after = { ...before, version: 2, updatedAt: "2026-03-03T15:00:00.000Z" };
    const deps = projectorDeps(memory.table);
    await project({ Records: [streamRecord(clients, { before, after, number: 1 })] }, deps);
    expect(deps.aside).toEqual([]);
    expect(projectedIn(memory.items.values()).feed).toHaveLength(1);
  });
});

describe("a record that cannot be followed", () => {
  const good = (number: number): StreamRecord =>
    streamRecord(clients, { after: aClient({ id: derivedId("client", String(number)) }), number });

  const names = (answer: { batchItemFailures: { itemIdentifier: string }[] }) =>
    answer.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
  const asideIn = ({ aside }: { aside: PoisonRecord[] }) => aside.map(({ sequenceNumber }) => Number(sequenceNumber));

  it("is set aside with its key, and all others of its batch are done", async () => {
    const memory = memoryTable();
    const deps = projectorDeps(memory.table);
    const nonsense = streamRecord(clients, { after: aClient({ updatedAt: "yesterday" }), number: 37 });
    const Records = Array.from({ length: 100 }, (_, number) => (number === 37 ? nonsense : good(number)));
    expect(names(await project({ Records }, deps))).toEqual([]);
    const { pk, sk } = clients.keys(aClient());
    expect(deps.aside).toEqual([
      { key: { pk: { S: pk }, sk: { S: sk } }, sequenceNumber: String(37).padStart(21, "0"), error: "Error" },
    ]);
    expect(await countOf(memory.table.of(anAccountId), "clients.active.all#-")).toBe(99);
  });

  it("is found when only the table refuses what follows from it", async () => {
    const memory = memoryTable();
    memory.fate = (_, writes) => {
      if (JSON.stringify(writes).includes("venom")) throw badRequest("Item size has exceeded the maximum");
      return "done";
    };
    const poison = streamRecord(clients, { after: aClient({ name: "Venom" }), number: 3 });
    const deps = projectorDeps(memory.table);
    expect(names(await project({ Records: [good(1), good(2), poison, good(4)] }, deps))).toEqual([]);
    expect(asideIn(deps)).toEqual([3]);
    expect(await countOf(memory.table.of(anAccountId), "clients.active.all#-")).toBe(3);
  });

  it("is to come again when it cannot be set aside", async () => {
    const nonsense = streamRecord(clients, { after: aClient({ updatedAt: "yesterday" }), number: 2 });
    const deps = { ...projectorDeps(memoryTable().table), setAside: () => Promise.reject(new Error("No queue")) };
    expect(names(await project({ Records: [good(1), nonsense, good(3)] }, deps))).toEqual([2]);
  });

  it("is answered when nothing of it is under way any more, which could write over what comes later", async () => {
    const { table } = memoryTable();
    const { promise: reading, resolve: read } = Promise.withResolvers<void>();
    const slow: Table = {
      ...table,
      of: (account) => ({
        ...table.of(account),
        writeBatch: () => Promise.reject(lostCall()),
        getStored: (...asked) => reading.then(() => table.of(account).getStored(...asked)),
      }),
    };
    let isAnswered = false;
    const known = streamRecord(clients, { after: aClient({ mobile: "+15145551212" }), number: 1 });
    const answer = project({ Records: [known] }, projectorDeps(slow)).finally(() => {
      isAnswered = true;
    });
    await new Promise(setImmediate);
    expect(isAnswered).toBe(false);
    read();
    expect(names(await answer)).toEqual([1]);
  });

  it("keeps no other account waiting", async () => {
    const memory = memoryTable();
    const other = ulids.next("account");
    memory.fate = (_, writes) => (writes.some((write) => keyOf(write).pk.startsWith(other)) ? "lost" : "done");
    const Records = [1, 2, 3, 4].map((number) =>
      streamRecord(clients, {
        after: aClient({ id: derivedId("client", String(number)), accountId: number % 2 === 0 ? other : anAccountId }),
        number,
      }),
    );
    expect(names(await project({ Records }, projectorDeps(memory.table)))).toEqual([2]);
    expect(await countOf(memory.table.of(anAccountId), "clients.active.all#-")).toBe(2);
  });

  it("stands at the beginning of the batch when the table does not answer: nothing is searched for", async () => {
    const memory = memoryTable();
    memory.fate = () => "lost";
    const answer = await project({ Records: [good(1), good(2), good(3)] }, projectorDeps(memory.table));
    expect(names(answer)).toEqual([1]);
    expect(memory.calls).toBeLessThanOrEqual(8);
  });

  it("is a client whose lists changed without a new version: it could not be counted once", async () => {
    const memory = memoryTable();
    const before = aClient();
    const touch = streamRecord(clients, { before, after: { ...before, disabled: true }, number: 1 });
    const deps = projectorDeps(memory.table);
    expect(names(await project({ Records: [touch] }, deps))).toEqual([]);
    expect(asideIn(deps)).toEqual([1]);
  });
});

describe("what the projector leaves alone", () => {
  it("is what merely expired, and items that tell no story", async () => {
    const memory = memoryTable();
    const expired = streamRecord(clients, { before: aClient(), number: 1 });
    const Records = [
      { ...expired, userIdentity: { principalId: "dynamodb.amazonaws.com" } },
      {
        dynamodb: {
          SequenceNumber: "2",
          NewImage: { pk: { S: "KEY#1" }, sk: { S: "@" }, entity: { S: "api_key_hash" } },
        },
      },
      { dynamodb: { SequenceNumber: "3" } },
    ];
    expect(await project({ Records }, projectorDeps(memory.table))).toEqual({ batchItemFailures: [] });
    expect(memory.items.size).toBe(0);
  });

  it("is a touch that changed nothing of what follows from a client", async () => {
    const memory = memoryTable();
    const before = aClient();
    const index = stampOf(before);
    const touch = storedRecord(storedClient(before, index), storedClient({ ...before, note: "new" }, index));
    await project({ Records: [touch] }, projectorDeps(memory.table));
    expect(memory.calls).toBe(0);
  });
});

describe("counters", () => {
  const db = (memory: ReturnType<typeof memoryTable>) => memory.table.of(anAccountId);
  const save = (memory: ReturnType<typeof memoryTable>, before: Client | undefined, after: Client) =>
    project({ Records: [streamRecord(clients, { before, after, number: 1 })] }, projectorDeps(memory.table));

  it("count a client with more tags than one transaction holds, once", async () => {
    const memory = memoryTable();
    const tagged = aClient({ tags: Array.from({ length: 300 }, (_, n) => `tag ${n}`) });
    await save(memory, undefined, tagged);
    await save(memory, undefined, tagged);
    expect(await countOf(db(memory), "clients.active.tag#tag 299")).toBe(1);
    const { items } = await listTags(db(memory), { limit: 500 });
    expect(items).toHaveLength(300);
    expect(items.every(({ count }) => count === 1)).toBe(true);
  });

  it("show a tag as it was written last, and not when nobody has it any more", async () => {
    const memory = memoryTable();
    const first = aClient({ tags: ["vip"] });
    const second = { ...first, tags: ["VIP"], version: 2, updatedAt: "2026-03-03T15:00:00.000Z" };
    await save(memory, undefined, first);
    await save(memory, first, second);
    expect((await listTags(db(memory), { limit: 10 })).items).toEqual([{ key: "vip", label: "VIP", count: 1 }]);
    await save(memory, second, { ...second, status: "archived", version: 3, updatedAt: "2026-03-04T15:00:00.000Z" });
    expect((await listTags(db(memory), { limit: 10 })).items).toEqual([]);
    expect(await countOf(db(memory), "clients.archived.tag#vip")).toBe(1);
  });
});

const tags = ["VIP", "fleet"];
const sample: Step[] = [
  { client: 0, do: "save", content: { name: "Noémie Côté", email: "a@garage.example", mobile: "+15145551212", tags } },
  { client: 1, do: "save", content: { name: "Zoë", email: "a@garage.example", company: "Garage Côté" } },
  { client: 0, do: "note" },
  { client: 0, do: "save", content: { name: "Noémie Roy", email: "b@garage.example", tags: ["vip"], disabled: true } },
  {
    client: 2,
    do: "save",
    content: { name: "O'Neill & Fils", indexed: { search: ["RO-12.5"], filter: { plate: ["5"] } } },
  },
  { client: 1, do: "archive" },
  { client: 2, do: "purge" },
  { client: 1, do: "restore" },
  { client: 2, do: "save", content: { name: "O'Neill & Fils" } },
  { client: 0, do: "archive" },
];
