import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { appendChanges } from "../../../../functions/changes/append-changes.ts";
import type { LoggedChange } from "../../../../shared/entities/change-log.ts";
import { aChange, aReader, type LogDelivery, logWorld } from "../../../support/change-log-world.ts";
import { testClock } from "../../../support/deps.ts";
import type { Fate } from "../../../support/memory-table.ts";

const atOnce = <T>(call: () => Promise<T>) => call();
const named = (changes: readonly LoggedChange[]) =>
  changes.map(({ resourceId, version }) => `${resourceId} ${version}`);

/** Each resource's changes stand in one lane of the stream, in the order of its versions. */
const lane = fc.array(fc.nat(2), { minLength: 1, maxLength: 14 }).map((whose) => (of: number) => {
  const versions = new Map<string, number>();
  return whose.map((which) => {
    const who = `${of} ${which}`;
    const version = (versions.get(who) ?? 0) + 1;
    versions.set(who, version);
    return aChange(who, version);
  });
});
const delivery: fc.Arbitrary<LogDelivery> = fc.record({
  size: fc.integer({ min: 1, max: 8 }),
  back: fc.nat(8),
  givenUp: fc.boolean(),
});
const trouble = {
  plans: fc.array(fc.array(delivery, { maxLength: 6 }), { minLength: 3, maxLength: 3 }),
  fates: fc.array(fc.constantFrom<Fate>("done", "done", "done", "lost", "unanswered"), { maxLength: 20 }),
  lag: fc.array(fc.nat(7), { minLength: 1, maxLength: 40 }),
  limits: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 40 }),
};
/** How many histories; `HISTORIES` makes it thorough. */
const numRuns = Number(process.env.HISTORIES ?? 200);

describe("the log of changes", () => {
  property.prop([fc.scheduler(), fc.array(lane, { minLength: 1, maxLength: 3 }), fc.record(trouble)], { numRuns })(
    "tells every reader every change once, a resource's in the order of its versions, whatever comes late, twice, side by side or dies",
    async (turns, lanes, { plans, fates, lag, limits }) => {
      let drained = false;
      let looks = 0;
      const turn = async <T>(call: () => Promise<T>): Promise<T> => {
        await turns.schedule(Promise.resolve());
        const answer = await call();
        await turns.schedule(Promise.resolve());
        return answer;
      };
      const world = logWorld(turn, testClock(), () => (drained ? 0 : (lag[looks++ % lag.length] ?? 0)));
      let calls = 0;
      world.memory.fate = () => fates[calls++] ?? "done";
      const changes = lanes.map((make, of) => make(of));
      const readers = [aReader(world.db), aReader(world.db)];
      const reading = readers.map(async ({ read }, which) => {
        for (const limit of limits) await read(limit + which);
      });
      const following = changes.map((own, of) => world.follow(own, plans[of] ?? []));
      await turns.waitFor(Promise.all([...following, ...reading]));
      drained = true;
      const draining = readers.map(async ({ read }) => {
        for (let more = true; more; ) more = await read(5);
      });
      await turns.waitFor(Promise.all(draining));

      const all = named(changes.flat()).sort();
      for (const { seen } of readers) {
        expect(named(seen).sort()).toEqual(all);
        for (const own of Map.groupBy(seen, ({ resourceId }) => resourceId).values())
          expect(own.map(({ version }) => version)).toEqual(own.map((_, index) => index + 1));
      }
      expect(named(readers[1]?.seen ?? [])).toEqual(named(readers[0]?.seen ?? []));
    },
    120_000,
  );

  it("goes on after everything in it was forgotten, behind where it had ended", async () => {
    const clock = testClock();
    const world = logWorld(atOnce, clock);
    const reader = aReader(world.db);
    await appendChanges(world.db, [aChange("a", 1)], { clock });
    await appendChanges(world.db, [aChange("a", 2)], { clock });
    await reader.read(10);
    for (const [address, { entity }] of world.memory.items)
      if (entity === "log_page") world.memory.items.delete(address);
    clock.set("2026-05-01T08:00:00.000Z");
    await appendChanges(world.db, [aChange("a", 3)], { clock });
    await reader.read(10);
    expect(reader.seen.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it("keeps what a change says, but for values, which it never had", async () => {
    const clock = testClock();
    const world = logWorld(atOnce, clock);
    const changes = [
      aChange("a", 1, { clientId: "cli_1", type: "note.created", actor: { kind: "system", id: "" } }),
      aChange("b", 2, { changed: ["email", "tags"] }),
    ];
    await appendChanges(world.db, changes, { clock });
    const reader = aReader(world.db);
    await reader.read(10);
    expect(reader.seen).toEqual(changes);
  });

  it("takes a batch of the stream in two pages, and what comes again in none", async () => {
    const clock = testClock();
    const world = logWorld(atOnce, clock);
    const changes = Array.from({ length: 100 }, (_, index) => aChange(`client ${index}`, 1));
    await appendChanges(world.db, changes, { clock });
    await appendChanges(world.db, changes, { clock });
    expect(world.memory.calls).toBe(2);
  });
});
