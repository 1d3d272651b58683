import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { readDueTimer, scheduleNameOf } from "../../../../functions/timers/due-timer.ts";
import { isTimerPurpose } from "../../../../shared/entities/timer.ts";
import { derivedId } from "../../../../shared/ids.ts";
import type { Fate } from "../../../support/memory-table.ts";
import { place, timerWorld } from "../../../support/timer-world.ts";

const atOnce = <T>(call: () => Promise<T>) => call();
const asItComes = () => timerWorld(atOnce);
const nothing = (workers: Promise<unknown>) => workers;

describe("a timer", () => {
  it("rings at its moment, not before, and once", async () => {
    const world = asItComes();
    await world.set(3600);
    world.tell(0, true);
    await world.settle(nothing);
    expect(world.rings).toEqual([{ at: new Date("2026-03-02T16:00:00.000Z"), dueAt: "2026-03-02T16:00:00.000Z" }]);
    expect(await world.timer()).toMatchObject({ status: "rang", version: 2 });
  });

  it("that is due within the minute, or was due, rings without a schedule", async () => {
    for (const seconds of [-86_400, 0, 1, 60]) {
      const world = asItComes();
      await world.set(seconds);
      await world.settle(nothing);
      expect(world.schedules.size).toBe(0);
      expect(world.rings.map(({ at }) => at.getTime() - Date.parse("2026-03-02T15:00:00.000Z"))).toEqual([
        Math.max(0, seconds) * 1000,
      ]);
    }
  });

  it("that is moved has one schedule, for the new moment", async () => {
    const world = asItComes();
    await world.set(3600);
    await world.set(7200);
    world.tell(0);
    await world.settle(nothing);
    expect(world.rings.map(({ at }) => at.toISOString())).toEqual(["2026-03-02T17:00:00.000Z"]);
  });

  it("that was moved while its schedule ran waits for the new moment", async () => {
    const world = asItComes();
    await world.set(120);
    world.tell(0);
    await new Promise(setImmediate);
    await world.set(240);
    world.pass(120);
    await new Promise(setImmediate);
    expect(world.rings).toEqual([]);
    expect([...world.schedules.values()].map(({ at }) => at.toISOString())).toEqual(["2026-03-02T15:04:00.000Z"]);
  });

  it("whose schedule is run by hand rings, as if it were due", async () => {
    const world = asItComes();
    await world.set(86_400);
    world.tell(0);
    await new Promise(setImmediate);
    for (const scheduled of world.schedules.values()) scheduled.at = world.clock.now();
    world.pass(0);
    await new Promise(setImmediate);
    expect(await world.timer()).toMatchObject({ status: "rang" });
  });

  it("that is stopped does not ring, and can be set again", async () => {
    const world = asItComes();
    await world.set(3600);
    await world.stop();
    await world.settle(nothing);
    expect(world.rings).toEqual([]);
    await world.set(3600);
    await world.settle(nothing);
    expect(world.rings).toHaveLength(1);
  });
});

type Step =
  | { do: "set"; seconds: number }
  | { do: "stop" }
  | { do: "tell"; index: number; again: boolean }
  | { do: "pass"; seconds: number; twice: boolean }
  | { do: "work"; calls: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("set" as const), seconds: fc.integer({ min: -5, max: 300 }) }),
  fc.record({ do: fc.constant("stop" as const) }),
  fc.record({ do: fc.constant("tell" as const), index: fc.nat(5), again: fc.boolean() }),
  fc.record({ do: fc.constant("pass" as const), seconds: fc.integer({ min: 0, max: 200 }), twice: fc.boolean() }),
  fc.record({ do: fc.constant("work" as const), calls: fc.integer({ min: 1, max: 6 }) }),
);
const fates = fc.array(fc.constantFrom<Fate>("done", "done", "lost", "unanswered"), { maxLength: 6 });
/** How many histories; `HISTORIES` makes it thorough. */
const histories = Number(process.env.HISTORIES ?? 500);

describe("a timer in any history, its workers interleaved, its events repeated and out of order", () => {
  property.prop([fc.scheduler(), fc.array(step, { maxLength: 25 }), fates], { numRuns: histories })(
    "rings once for its last setting, at its moment, and never after it was stopped",
    async (turns, steps, fated) => {
      const gate = async <T>(call: () => Promise<T>): Promise<T> => {
        await turns.schedule(Promise.resolve());
        return call();
      };
      let lost = 0;
      const world = timerWorld(gate, () => fated[lost++] ?? "done");
      let settings = 0;
      let wanted: { ringsBefore: number; set: boolean } = { ringsBefore: 0, set: false };
      for (const one of steps) {
        if (one.do === "set") await world.set(one.seconds);
        if (one.do === "stop") await world.stop();
        if (one.do === "tell") world.tell(one.index, one.again);
        if (one.do === "pass") world.pass(one.seconds, one.twice);
        for (let calls = one.do === "work" ? one.calls : 0; calls > 0 && turns.count() > 0; calls--)
          await turns.waitOne();
        if (one.do === "set" || one.do === "stop") wanted = { ringsBefore: world.rings.length, set: one.do === "set" };
        if (one.do === "set") settings += 1;
      }
      await world.settle((workers) => turns.waitFor(workers));

      const timer = await world.timer();
      expect(timer?.status).toBe(settings === 0 && !timer ? undefined : wanted.set ? "rang" : "off");
      expect(world.rings.length - wanted.ringsBefore).toBe(wanted.set ? 1 : 0);
      expect(world.rings.length).toBeLessThanOrEqual(settings);
      for (const { at, dueAt } of world.rings) expect(at.getTime()).toBeGreaterThanOrEqual(Date.parse(dueAt) - 1000);
      expect(world.schedules.size).toBe(0);
    },
    120_000,
  );
});

describe("a message about a timer", () => {
  const due = { ...place, dueAt: "2026-03-02T16:00:00.000Z" };

  it("says which, and for when", () => {
    expect(readDueTimer({ ...due, more: 1 })).toEqual(due);
  });

  it.each([
    undefined,
    "due",
    {},
    { ...due, purpose: "other" },
    { ...due, accountId: "cam_1" },
    { ...due, dueAt: 1e99 },
  ])("that says neither is not swallowed: %j", (body) => {
    expect(() => readDueTimer(body)).toThrow("timer");
  });
});

describe("the name of a schedule", () => {
  it("fits, for every purpose, and differs between accounts, resources and purposes", () => {
    const purposes = ["campaign.send", "campaign.pick_winner", "document_request.remind"] as const;
    const names = purposes.flatMap((purpose) =>
      [place.accountId, derivedId("account", "other")].flatMap((accountId) =>
        ["cam_1", "cam_2"].map((subject) => scheduleNameOf({ accountId, subject, purpose })),
      ),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[\w.-]{1,64}$/);
    expect(isTimerPurpose(`thing.${"x".repeat(26)}`)).toBe(false);
    const longest = scheduleNameOf({ ...place, purpose: `thing.${"x".repeat(25)}` });
    expect(longest).toHaveLength(64);
  });
});
