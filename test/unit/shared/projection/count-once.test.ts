import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countOf } from "../../../../shared/entities/counter.ts";
import { derivedIdAt } from "../../../../shared/ids.ts";
import { type Count, countOnce } from "../../../../shared/projection/count-once.ts";
import { anAccountId } from "../../../support/a-client.ts";
import { type Fate, memoryTable } from "../../../support/memory-table.ts";

const names = ["red", "green", "blue"];
const changeOf = (number: number): Count => {
  const at = new Date(Date.UTC(2026, 2, 2, 15, number % 3));
  return {
    id: derivedIdAt("event", at, String(number)),
    at: at.toISOString(),
    resourceId: String(number % 5),
    deltas: names.slice(number % 3).map((name) => ({ name, amount: number % 2 === 0 ? 1 : -1 })),
  };
};

const counted = (memory: ReturnType<typeof memoryTable>) =>
  Promise.all(names.map((name) => countOf(memory.table.of(anAccountId), name)));

const sumOf = (changes: readonly Count[]) =>
  names.map((name) =>
    changes.flatMap(({ deltas }) => deltas).reduce((sum, delta) => sum + (delta.name === name ? delta.amount : 0), 0),
  );

describe("counting", () => {
  it("counts each change once, however batches are cut and calls are lost", async () => {
    const numbers = fc.array(fc.nat(40), { maxLength: 30 });
    const fates = fc.array(fc.constantFrom<Fate>("done", "lost", "unanswered"), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(numbers, { maxLength: 6 }), fates, async (batches, plan) => {
        const memory = memoryTable();
        memory.fate = (call) => plan[call] ?? "done";
        const db = memory.table.of(anAccountId);
        for (const batch of batches) {
          const counts = batch.map(changeOf);
          // As the stream does: until it is done.
          for (let done = false; !done; )
            await countOnce(db, counts).then(
              () => {
                done = true;
              },
              () => undefined,
            );
        }
        expect(await counted(memory)).toEqual(sumOf([...new Set(batches.flat())].map(changeOf)));
      }),
      { numRuns: Number(process.env.HISTORIES ?? 100) },
    );
  }, 600_000);

  it("takes one transaction for a hundred changes of one kind", async () => {
    const memory = memoryTable();
    const counts = Array.from({ length: 100 }, (_, number) => ({ ...changeOf(number * 3), at: changeOf(0).at }));
    await countOnce(memory.table.of(anAccountId), counts);
    expect(memory.calls).toBe(1);
  });

  it("counts a change with more counters than a transaction holds, once", async () => {
    const memory = memoryTable();
    const db = memory.table.of(anAccountId);
    const deltas = Array.from({ length: 250 }, (_, number) => ({ name: `tag ${number}`, amount: 1 }));
    const count = { ...changeOf(1), deltas };
    memory.fate = (call) => (call === 2 ? "lost" : "done");
    await expect(countOnce(db, [count])).rejects.toThrow();
    await countOnce(db, [count]);
    expect(await countOf(db, "tag 0")).toBe(1);
    expect(await countOf(db, "tag 249")).toBe(1);
  });
});
