import fc, { type Scheduler } from "fast-check";
import { describe, expect, it } from "vitest";
import { project } from "../../../../functions/changes/project.ts";
import { kinds } from "../../../../functions/kinds.ts";
import { compilePattern } from "../../../../local/events/pattern.ts";
import { insertIndexed, replaceIndexed } from "../../../../shared/app/write-client.ts";
import { equals } from "../../../../shared/db/conditions.ts";
import { fromStored } from "../../../../shared/db/entity.ts";
import { keys } from "../../../../shared/db/keys.ts";
import type { StreamRecord } from "../../../../shared/db/stream.ts";
import type { Table } from "../../../../shared/db/table.ts";
import { update } from "../../../../shared/db/writes.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { replaceByErased } from "../../../../shared/entities/erased-client.ts";
import { AppError } from "../../../../shared/errors.ts";
import { toProject } from "../../../../shared/events/stream-filters.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { importWorld } from "../../../support/import-world.ts";
import { type Death, interleaved } from "../../../support/interleaved.ts";
import { memoryTable } from "../../../support/memory-table.ts";
import { projectedIn, recount } from "../../../support/projected.ts";
import { projectorDeps } from "../../../support/projector-deps.ts";
import { type StreamedTable, streamedTable } from "../../../support/streamed-table.ts";

const list = (rows: readonly string[]) => ["Prénom;Nom;Courriel;Mots-clés", ...rows].join("\n");

const kept = ["find", "facet", "lookup", "counter", "tag", "feed", "counted"];
const foundIn = ({ items }: Pick<StreamedTable, "items">) =>
  projectedIn([...items.values()].filter(({ entity }) => kept.includes(entity)));
const clientsIn = ({ items }: Pick<StreamedTable, "items">): Client[] =>
  [...items.values()].filter(({ entity }) => entity === clients.name).map((item) => fromStored(clients, item));

describe("an import that says that it has finished", () => {
  it("is found by search, lists and counters, though nobody has followed the stream", async () => {
    const known = aClient({ name: "Ana Roy", email: "ana@example.org", tags: ["Ancien"] });
    const memory = memoryTable();
    const world = await importWorld({ memory, follows: false });
    await memory.table.of(anAccountId).commit([await insertIndexed(known)]);
    const rows = Array.from({ length: 120 }, (_, row) => `Zoé;Nom${row};zoe${row}@example.org;VIP, Liste`);
    const { job, counts } = await world.importText(list(rows));
    expect({ status: job.status, ...counts }).toMatchObject({ status: "finished", created: 120 });
    const made = clientsIn(memory).filter(({ id }) => id !== known.id);
    const { feed, ...expected } = recount({ clients: made, records: [] });
    const { feed: _, ...found } = foundIn(memory);
    expect(found).toEqual(expected);
    expect([...memory.items.values()].some(({ entity }) => entity === "import_pending")).toBe(false);
  });
});

/** What somebody does to one of the clients that there are, or beside them. */
type Act = { client: number } & ({ do: "save"; content: Partial<Client> } | { do: "archive" | "erase" | "enter" });

const emails = ["a@example.org", "b@example.org", "c@example.org"];
const tag = fc.constantFrom("VIP", "Liste", "Hiver");
const name = fc.constantFrom("Zoé Un", "Ana Deux", "Luc Trois");
const content: fc.Arbitrary<Partial<Client>> = fc.record(
  { name, email: fc.constantFrom(...emails), tags: fc.uniqueArray(tag), disabled: fc.boolean() },
  { requiredKeys: [] },
);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ client: fc.nat(5), do: fc.constant("save" as const), content }) },
  { weight: 2, arbitrary: fc.record({ client: fc.nat(5), do: fc.constantFrom("archive", "erase", "enter") }) },
);
const row = fc
  .tuple(name, fc.constantFrom("", ...emails), fc.uniqueArray(tag))
  .map(([who, email, tags]) => `${who.replace(" ", ";")};${email};${tags.join(", ")}`);
const death: fc.Arbitrary<Death> = fc.record({ call: fc.integer({ min: 3, max: 40 }), isAfter: fc.boolean() });

const histories = Number(process.env.HISTORIES ?? 60);

describe("imports, people and the projector at the same moment", () => {
  it("lose nobody, whoever goes first, and wherever a worker dies", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.array(act, { maxLength: 8 }),
        fc.array(death, { maxLength: 3 }),
        fc.record({ stepRows: fc.integer({ min: 1, max: 4 }), isCancelled: fc.boolean() }),
        async (scheduler, rows, acts, deaths, { stepRows, isCancelled }) => {
          const memory = streamedTable(() => new Date("2026-03-03T08:00:00.000Z"));
          const worker = interleaved(memory.table, scheduler);
          const world = await importWorld({ memory, table: worker.table, follows: false });
          await memory.table
            .of(anAccountId)
            .commit([await insertIndexed(aClient({ name: "Ana Deux", email: emails[0] }))]);
          const left = [...deaths];
          worker.revive(left.shift());
          let isOver = false;
          const importing = world.importText(list(rows), {
            stepRows,
            async died({ id }) {
              worker.revive(left.shift());
              const cancelled = update(keys.of(anAccountId, id), { set: { status: "cancelled" } }, equals("id", id));
              if (isCancelled && left.length === 0) await memory.table.of(anAccountId).commit([cancelled]);
            },
          });
          const working = Promise.all([importing, people(interleaved(memory.table, scheduler).table, memory, acts)]);
          const following = follow(interleaved(memory.table, scheduler).table, memory, () => isOver, scheduler);
          await scheduler.waitFor(
            Promise.all([
              working.finally(() => {
                isOver = true;
              }),
              following,
            ]),
          );
          const expected = recount({ clients: clientsIn(memory), records: followed(memory.records) });
          expect(foundIn(memory)).toEqual(expected);
          expect([...memory.items.values()].filter(({ entity }) => entity === "import_pending")).toEqual([]);
        },
      ),
      { numRuns: histories },
    );
  }, 120_000);
});

const patterns = toProject(kinds).map(compilePattern);
const followed = (records: readonly StreamRecord[]) =>
  records.filter((record) => patterns.some((matches) => matches(record)));

/** Follows the stream as it grows, now and then once more from a few records before. */
const follow = async (table: Table, { records }: StreamedTable, isOver: () => boolean, scheduler: Scheduler) => {
  let position = 0;
  for (let turn = 0; !isOver() || position < records.length; turn++) {
    const end = Math.min(records.length, position + 1 + (turn % 7));
    const Records = followed(records.slice(position, end));
    const deps = projectorDeps(table);
    const { batchItemFailures } = await project({ Records }, deps);
    if (batchItemFailures.length > 0 || deps.aside.length > 0) throw new Error("A record could not be followed.");
    position = turn % 5 === 4 && turn < 100 ? Math.max(0, end - 3) : end;
    await scheduler.schedule(Promise.resolve());
    // Files are read outside the scheduler.
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const people = async (table: Table, memory: StreamedTable, acts: readonly Act[]): Promise<void> => {
  const db = table.of(anAccountId);
  for (const [number, act] of acts.entries()) {
    const now = new Date(Date.parse("2026-03-04T08:00:00.000Z") + number * 1000).toISOString();
    const all = clientsIn(memory);
    const chosen = all[act.client % Math.max(1, all.length)];
    const before = chosen && (await db.get(clients, keys.of(anAccountId, chosen.id)));
    try {
      if (act.do === "enter") {
        const id = derivedId("client", "entered", String(number));
        const email = emails[act.client % emails.length];
        await db.commit([await insertIndexed(aClient({ id, name: "Luc Trois", email, updatedAt: now, version: 1 }))]);
      }
      if (!before || act.do === "enter") continue;
      const author = { version: before.version + 1, updatedAt: now, updatedBy: "mem_person", source: "app" };
      if (act.do === "erase")
        await db.commit([replaceByErased(before, derivedId("erasure", before.id), { ...before, ...author })]);
      const change = act.do === "save" ? act.content : { status: "archived" as const };
      if (act.do !== "erase") await db.commit([await replaceIndexed({ ...before, ...change, ...author }, before)]);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
};
