import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Recount } from "../../../../functions/clients/recount/recount-step.ts";
import type { JobStep } from "../../../../shared/app/job-runner.ts";
import type { AccountTable } from "../../../../shared/db/table.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type ClientType, clientTypes } from "../../../../shared/entities/client.ts";
import { stampOf } from "../../../../shared/entities/client-stamp.ts";
import { clientCounter, countUp } from "../../../../shared/entities/counter.ts";
import { facetIn, facetsOf, lists } from "../../../../shared/entities/facet.ts";
import type { Job } from "../../../../shared/entities/job.ts";
import { countTag } from "../../../../shared/entities/tag.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { aMember, anAccount } from "../../../support/actors.ts";
import {
  besidePeople,
  clientsIn,
  content,
  expectedOf,
  foundIn,
  madeBefore,
  now,
  savedInTurn,
} from "../../../support/followed-clients.ts";
import { interleaved } from "../../../support/interleaved.ts";
import { projectedIn } from "../../../support/projected.ts";
import type { StreamedTable } from "../../../support/streamed-table.ts";

type Pause = () => Promise<unknown>;

/** A recount from beginning to end; a worker that dies after a step leaves the job to another. */
const recount = async (
  db: AccountTable,
  pause: Pause = async () => undefined,
  diesAfter = Number.POSITIVE_INFINITY,
) => {
  const waiting = { clock: { now: () => now }, pause: async () => void (await pause()) };
  let worker = new Recount(db, waiting);
  const job: Pick<Job, "progress" | "checkpoint"> = { progress: { done: 0, total: 0 } };
  const steps: JobStep[] = [];
  for (let step: JobStep | undefined; !step?.finished; ) {
    step = await worker.step(job as Job);
    steps.push(step);
    Object.assign(job, { checkpoint: step.checkpoint, progress: step.progress });
    if (steps.length === diesAfter) worker = new Recount(db, waiting);
  }
  const counts = (name: string) => steps.reduce((sum, { counts: own = {} }) => sum + (own[name] ?? 0), 0);
  const items = steps.flatMap(({ items: own = [] }) => own);
  return {
    mended: items.map(({ item, message }) => `${item}: ${message}`),
    busy: counts("busy"),
    compared: counts("compared"),
  };
};

const damages = fc.array(
  fc.record({
    tag: fc.constantFrom("vip", "liste", "gone"),
    listed: fc.boolean(),
    amount: fc.integer({ min: 1, max: 4 }),
    shard: fc.nat(3),
  }),
  { maxLength: 4 },
);

const damage = async (db: AccountTable, all: typeof damages extends fc.Arbitrary<infer D> ? D : never) => {
  for (const { tag, listed, amount, shard } of all)
    await db.commit([
      listed
        ? countUp(db.accountId, `clients.${facetsOf("active").tag(tag).field}#${tag}`, shard, amount)
        : countTag(db.accountId, { key: tag, label: tag, amount, at: "" }, shard),
    ]);
};

const countedIn = ({ items }: StreamedTable) => {
  const { counters, tags } = projectedIn(
    [...items.values()].filter(({ entity }) => entity === "counter" || entity === "tag"),
  );
  return { counters, tags };
};

const aTypeWithRims = async (db: AccountTable): Promise<ClientType> => {
  const { version, createdAt, createdBy, updatedAt, updatedBy, source } = aClient();
  const provenance = { version, createdAt, createdBy, updatedAt, updatedBy, source };
  const rim = { key: "rim", label: "Rim", kind: "choice" as const, options: ["steel", "alloy"], filterable: true };
  const sections = [{ name: "Car", fields: [rim] }];
  const type = { id: derivedId("clientType", "car"), accountId: anAccountId, name: "Car", sections, ...provenance };
  await db.commit([put(clientTypes, type)]);
  return type;
};

const histories = Number(process.env.HISTORIES ?? 25);

describe("a recount", () => {
  it("puts every counter right whose clients are listed, says which, and finds nothing the second time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 1, maxLength: 6 }),
        damages,
        fc.integer({ min: 1, max: 3 }),
        async (all, damaged, diesAfter) => {
          const memory = await madeBefore(all);
          const before = countedIn(memory);
          const db = memory.table.of(anAccountId);
          await damage(db, damaged);
          // A list of a tag that nobody has and that the list of tags does not name is never asked for.
          const named = damaged.filter(({ tag, listed }) => !listed || tag in before.tags);
          const { mended, busy } = await recount(db, undefined, diesAfter);
          expect(busy).toBe(0);
          expect(mended.length >= 1).toBe(named.length > 0);
          const after = countedIn(memory);
          expect(after.tags).toEqual(before.tags);
          expect(after.counters).toMatchObject(before.counters);
          expect((await recount(db)).mended).toEqual([]);
        },
      ),
      { numRuns: histories },
    );
  }, 60_000);

  it("names the counter, and what it said before", async () => {
    const memory = await madeBefore([{ name: "Ana Roy", tags: ["VIP"] }]);
    const db = memory.table.of(anAccountId);
    await damage(db, [{ tag: "vip", listed: true, amount: 2, shard: 1 }]);
    expect((await recount(db)).mended).toEqual(["clients.active.tag#vip: 3 → 1"]);
  });

  it("puts right what is counted of a list in which nobody stands any more", async () => {
    const memory = await madeBefore([{ name: "Ana Roy", tags: [] }]);
    const db = memory.table.of(anAccountId);
    const { account } = await anAccount(memory.table, { id: anAccountId });
    const { member } = await aMember(memory.table, account);
    const { id: type } = await aTypeWithRims(db);
    const empty = [lists.assignedTo(member.id), lists.type(type), lists.custom("rim", "steel"), lists.unsubscribed];
    for (const list of empty) await db.commit([countUp(anAccountId, clientCounter(facetIn("archived", list)), 2, 3)]);
    const { mended } = await recount(db);
    expect(mended.toSorted()).toEqual(
      empty.map((list) => `${clientCounter(facetIn("archived", list))}: 3 → 0`).toSorted(),
    );
  });

  it("leaves a counter alone while an import of the account has entries written ahead of its clients", async () => {
    const memory = await madeBefore([{ name: "Ana Roy", tags: ["VIP"] }]);
    const db = memory.table.of(anAccountId);
    await damage(db, [{ tag: "vip", listed: true, amount: 2, shard: 1 }]);
    await db.commit([{ do: "put", item: { pk: `${anAccountId}#IMPORT_PENDING`, sk: "a", entity: "import_pending" } }]);
    expect(await recount(db)).toMatchObject({ mended: [], busy: 1 });
  });

  it("never makes a counter wrong, whatever people and the projector do at the same moment", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(content, { minLength: 1, maxLength: 4 }),
        damages,
        fc.array(fc.record({ client: fc.nat(3), content }), { maxLength: 5 }),
        async (scheduler, all, damaged, acts) => {
          const memory = await madeBefore(all);
          const clean = countedIn(memory);
          await damage(memory.table.of(anAccountId), damaged);
          const wrong = countedIn(memory);
          const table = () => interleaved(memory.table, scheduler).table;
          const job = recount(table().of(anAccountId), () => scheduler.schedule(Promise.resolve()));
          const people = savedInTurn(table, acts, stampOf);
          await besidePeople(table, memory, scheduler, { job, people });
          const truth = expectedOf(clientsIn(memory), stampOf).counters;
          const { counters } = foundIn(memory);
          for (const name of new Set([...Object.keys(truth), ...Object.keys(counters)])) {
            const off = (counters[name] ?? 0) - (truth[name] ?? 0);
            const damaged = (wrong.counters[name] ?? 0) - (clean.counters[name] ?? 0);
            expect([0, damaged]).toContain(off);
          }
        },
      ),
      { numRuns: histories },
    );
  }, 60_000);
});
