import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { project } from "../../../../functions/changes/project.ts";
import { jsonService } from "../../../../local/provision/engine-call.ts";
import { insertIndexed, replaceIndexed } from "../../../../shared/app/write-client.ts";
import type { Stored } from "../../../../shared/db/entity.ts";
import { belongsTo, partitions } from "../../../../shared/db/keys.ts";
import type { StreamRecord } from "../../../../shared/db/stream.ts";
import type { Table } from "../../../../shared/db/table.ts";
import { addressMark } from "../../../../shared/entities/address-fact.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { stampOf } from "../../../../shared/entities/client-stamp.ts";
import { countOf } from "../../../../shared/entities/counter.ts";
import { facetsOf, listFacet } from "../../../../shared/entities/facet.ts";
import { FEED_SHARDS, listClientFeed, listFeed, listHistory } from "../../../../shared/entities/feed.ts";
import { findEntries } from "../../../../shared/entities/find.ts";
import { clientsBehind } from "../../../../shared/entities/lookup.ts";
import { listTags } from "../../../../shared/entities/tag.ts";
import { type AccountId, derivedId, ulids } from "../../../../shared/ids.ts";
import { storedClient } from "../../../../shared/projection/stored-client.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { historyOf, type Step, steps } from "../../../support/client-history.ts";
import { deliver } from "../../../support/delivery.ts";
import { type TestTable, testTable } from "../../../support/dynamodb.ts";
import { lostCall } from "../../../support/memory-table.ts";
import { metered } from "../../../support/meter.ts";
import { projectedIn, recount } from "../../../support/projected.ts";
import { projectorDeps } from "../../../support/projector-deps.ts";
import { storedRecord, streamRecord } from "../../../support/stream.ts";

const shared = await testTable();
const { table, client, tableName } = shared;

const everythingOf = async (account: AccountId, { client, tableName }: TestTable = shared): Promise<Stored[]> => {
  const items: Stored[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName, ConsistentRead: true }))
    items.push(...(Items as Stored[]).filter(({ pk }) => belongsTo(account, pk)));
  return items;
};

/** A table of whose writing calls one is lost, on the way there or on the way back. */
const losing = (reliable: Table, at: number, when: "before" | "after"): Table => {
  let calls = 0;
  const through = async (work: () => Promise<void>) => {
    const lost = calls++ === at;
    if (lost && when === "before") throw lostCall();
    await work();
    if (lost) throw lostCall();
  };
  return {
    ...reliable,
    of: (account) => {
      const db = reliable.of(account);
      return {
        ...db,
        commit: (writes) => through(() => db.commit(writes)),
        writeBatch: (writes) => through(() => db.writeBatch(writes)),
      };
    },
  };
};

const trouble = fc.record(
  { size: fc.integer({ min: 1, max: 12 }), back: fc.nat(12), at: fc.nat(15), when: fc.constantFrom("before", "after") },
  { requiredKeys: ["size"] },
);

/** A number that is given up right after the call failed that was to make it known. */
const leavesItsNumber: Step[] = [
  { client: 0, do: "save", content: { name: "Noémie Côté" } },
  { client: 3, do: "save", content: { name: "Noémie Côté", mobile: "+15145551212" } },
  { client: 3, do: "save", content: { name: "Noémie Côté", email: "a@garage.example" } },
];

describe("the projector on DynamoDB", () => {
  it("keeps what a recount gives, through redeliveries and lost calls", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(trouble, { maxLength: 6 }), async (taken, plan) => {
        const account = ulids.next("account");
        const history = historyOf(taken, account);
        await deliver(history.records, plan, (event, { at, when }: (typeof plan)[number]) =>
          project(event, projectorDeps(at === undefined ? table : losing(table, at, when ?? "after"))),
        );
        expect(projectedIn(await everythingOf(account))).toEqual(recount(history));
      }),
      { numRuns: 12, examples: [[leavesItsNumber, [{ size: 2, at: 0 }]]] },
    );
  }, 180_000);

  it("counts right while several of it follow different clients of one account", async () => {
    const accountId = ulids.next("account");
    const records = Array.from({ length: 120 }, (_, number) =>
      streamRecord(clients, { after: aClient({ id: ulids.next("client"), accountId, tags: ["VIP"] }), number }),
    );
    const lanes = [0, 1, 2, 3].map((lane) => records.filter((_, number) => number % 4 === lane));
    const plan = Array.from({ length: 4 }, () => ({ size: 15, back: 5 }));
    await Promise.all(lanes.map((lane) => deliver(lane, plan, (event) => project(event, projectorDeps(table)))));
    const db = table.of(accountId);
    expect(await countOf(db, "clients.active.all#-")).toBe(120);
    expect((await listTags(db, { limit: 10 })).items).toEqual([{ key: "vip", label: "VIP", count: 120 }]);
  }, 180_000);
});

describe("what a client leaves in the table's own stream", () => {
  const db = table.of(anAccountId);
  const first = aClient({
    name: "Élodie Côté",
    email: "elodie@garage.example",
    tags: ["VIP"],
    fields: { plate: "A 1" },
  });
  const second = {
    ...first,
    mobile: "+15145551212",
    fields: { plate: "B 2" },
    version: 2,
    updatedAt: "2026-03-03T08:00:00.000Z",
    updatedBy: "mem_1",
  };

  it("leads to all that others read", async () => {
    await db.commit([await insertIndexed(first)]);
    await db.commit([await replaceIndexed(second, first)]);
    const Records = await streamOf();
    expect(Records).toHaveLength(2);
    expect(await project({ Records }, projectorDeps(table))).toEqual({ batchItemFailures: [] });

    const page = { limit: 10 };
    const active = facetsOf("active");
    const address = addressMark(anAccountId, "elodie@garage.example");
    const entry = {
      id: first.id,
      sort: `elodie cote#${first.id}`,
      mail: "never_opted_in",
      address,
      at: second.updatedAt,
      has: expect.stringMatching(/^[\w-]{16}$/),
      find: "elodie garage example\n15145551212\n5145551212\n1212\ncote elodie\ngarage example",
    };
    expect((await listFacet(db, active.tag("vip"), page)).items).toEqual([entry]);
    expect((await listFacet(db, active.mobile("with"), page)).items).toEqual([entry]);
    expect((await listFacet(db, active.mobile("without"), page)).items).toEqual([]);
    const found = { id: first.id, kind: "client", title: first.name, subtitle: first.email, clientId: first.id };
    const tokens = partitions.find(anAccountId, "client", "co");
    expect((await db.list(findEntries(anAccountId, "client", "co"), tokens, page)).items).toEqual([found]);
    const behind = await clientsBehind(db, [
      { what: "email", value: "elodie@garage.example" },
      { what: "mobile", value: "+15145551212" },
      { what: "email", value: "nobody@garage.example" },
    ]);
    expect(Object.fromEntries(behind)).toEqual({ "elodie@garage.example": [first.id], "+15145551212": [first.id] });
    expect(await countOf(db, "clients.active.mobile#with")).toBe(1);

    const activity = await listClientFeed(db, first.id, page);
    expect(activity.items.map(({ type }) => type)).toEqual(["client.updated", "client.created"]);
    expect((await listHistory(db, first.id, page)).items).toMatchObject([
      {
        actor: { kind: "person", id: "mem_1" },
        source: "api",
        changes: [
          { field: "fields.plate", from: "A 1", to: "B 2" },
          { field: "mobile", to: "+15145551212" },
        ],
      },
    ]);
    const shards = await Promise.all(
      Array.from({ length: FEED_SHARDS }, (_, shard) => listFeed(db, "2026-03-03", shard, page)),
    );
    expect(shards.flatMap(({ items }) => items)).toHaveLength(1);
  });

  it("forgets an address in the table when nobody has it any more", async () => {
    const third = aClient({ id: first.id, version: 3, updatedAt: "2026-03-04T08:00:00.000Z" });
    await db.commit([await replaceIndexed(third, second)]);
    const Records = (await streamOf()).filter((record) => versionOf(record) === 3);
    expect(Records).toHaveLength(1);
    await project({ Records }, projectorDeps(table));
    const left = await everythingOf(anAccountId);
    expect(left.filter(({ entity }) => entity === "lookup")).toEqual([]);
  });
});

describe("the cost of a new client", () => {
  it("stays at one unit an entry, with the counters of a batch together", async () => {
    const own = await testTable();
    const meter = metered(own.client);
    const size = 50;
    const Records = Array.from({ length: size }, (_, number) => {
      const name = `Client${number} Tremblay`;
      const after = aClient({
        id: derivedId("client", name),
        name,
        email: `c${number}@garage.example`,
        mobile: mobileOf(number),
        tags: ["VIP"],
      });
      return storedRecord(undefined, storedClient(after, stampOf(after)), { number });
    });
    expect(await project({ Records }, projectorDeps(own.table))).toEqual({ batchItemFailures: [] });
    // No entry in the feed: the client says how it came to be. A lookup of a number stands in an index as well.
    const [tokens, lists, lookups] = [2, 2, 3];
    // A unit for each look who has its lookups already.
    expect(meter.units / size).toBe(tokens + lists + lookups + 2);

    // In a transaction a write costs twice: a counter, and the markers of what was counted.
    const { units: unitsOfBatches, calls, transactions } = { ...meter };
    expect(calls / size).toBeLessThan(0.6);
    const written = await everythingOf(anAccountId, own);
    const ofKind = (...kinds: string[]) => written.filter(({ entity }) => kinds.includes(entity));
    const [feed, counters] = [ofKind("feed"), ofKind("counter", "tag")];
    const markers = ofKind("counted");
    expect([feed.length, counters.length, transactions]).toEqual([0, 4, 1]);
    const units = unitsOfBatches + (counters.length + markers.length) * 2;
    expect(units / size).toBeLessThan(10.1);
  }, 180_000);
});

const mobileOf = (number: number): string => `+1514555${String(1000 + number)}`;
const versionOf = (record: StreamRecord): number => Number(record.dynamodb?.NewImage?.version?.N);

interface StreamPage {
  Records: StreamRecord[];
  NextShardIterator?: string;
}

/** All that the table's stream holds of clients, read the way Lambda reads it. */
const streamOf = async (): Promise<StreamRecord[]> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const endpoint = await client.config.endpoint?.();
  const base = `http://${endpoint?.hostname}:${endpoint?.port}`;
  const streams = jsonService(base, {
    region: "ca-central-1",
    service: "dynamodb",
    target: "DynamoDBStreams_20120810",
  });
  const StreamArn = Table?.LatestStreamArn;
  const { StreamDescription } = await streams<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
    "DescribeStream",
    { StreamArn },
  );
  const records: StreamRecord[] = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const where = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
    const { ShardIterator } = await streams<{ ShardIterator: string }>("GetShardIterator", where);
    let page = await streams<StreamPage>("GetRecords", { ShardIterator });
    while (page.Records.length > 0 && page.NextShardIterator) {
      records.push(...page.Records);
      page = await streams<StreamPage>("GetRecords", { ShardIterator: page.NextShardIterator });
    }
  }
  return records.filter(({ dynamodb }) => dynamodb?.NewImage?.entity?.S === "client");
};
