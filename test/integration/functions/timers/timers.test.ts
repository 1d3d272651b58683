import { describe, expect, it } from "vitest";
import type { TimerDeps } from "../../../../functions/timers/deps.ts";
import type { DueTimer } from "../../../../functions/timers/due-timer.ts";
import { keepSchedule } from "../../../../functions/timers/keep-schedule.ts";
import { ring } from "../../../../functions/timers/ring-timer.ts";
import type { Write } from "../../../../shared/db/writes.ts";
import { setTimer, stopTimer, timerKey, timers } from "../../../../shared/entities/timer.ts";
import { ulids } from "../../../../shared/ids.ts";
import { testClock, testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { races } from "../../../support/races.ts";

const { table } = await testTable();
const clock = testClock();

const aTimer = () => {
  const place = {
    accountId: ulids.next("account"),
    subject: ulids.next("campaign"),
    purpose: "campaign.send",
  } as const;
  const scheduled = new Map<string, DueTimer>();
  const direct: DueTimer[] = [];
  const deps: TimerDeps = {
    ...testDeps(table, { clock }),
    schedules: {
      set: async ({ name, message }) => void scheduled.set(name, message as DueTimer),
      remove: async (name) => void scheduled.delete(name),
    },
    ringIn: async (_, due) => void direct.push(due),
  };
  const db = table.of(place.accountId);
  const by = { ...place, by: "mem_1", now: clock.now() };
  const dueAt = (minutes: number) => new Date(clock.now().getTime() + minutes * 60_000);
  const commit = (write: Write) => db.commit([write]);
  return {
    set: (minutes: number) => commit(setTimer({ ...by, dueAt: dueAt(minutes) })),
    stop: () => commit(stopTimer(by)),
    read: () => db.get(timers, timerKey(place)),
    follow: () => keepSchedule(place, deps),
    ring: (minutes: number) => ring({ ...place, dueAt: dueAt(minutes).toISOString() }, deps),
    scheduled: () => [...scheduled.values()].map((due) => due.dueAt),
    direct,
    dueAt,
  };
};

describe("a timer in the table", () => {
  it("is set, rings once however many call, and is told as such", async () => {
    const timer = aTimer();
    await timer.set(10);
    await timer.follow();
    expect(timer.scheduled()).toEqual([timer.dueAt(10).toISOString()]);
    await Promise.all(Array.from({ length: 20 }, () => timer.ring(10)));
    expect(await timer.read()).toMatchObject({ status: "rang", version: 2, updatedBy: "system" });
    await timer.follow();
    expect(timer.scheduled()).toEqual([]);
  });

  it("is remembered for a month after its moment", async () => {
    const timer = aTimer();
    await timer.set(10);
    const month = 30 * 24 * 3600;
    expect((await timer.read())?.ttl).toBe(timer.dueAt(10).getTime() / 1000 + month);
  });

  it("that is stopped, or was never set, does not ring", async () => {
    const timer = aTimer();
    await timer.ring(10);
    await timer.stop();
    await timer.ring(10);
    await timer.follow();
    expect([await timer.read(), timer.scheduled(), timer.direct]).toMatchObject([{ status: "off" }, [], []]);
  });

  it("ends with the schedule of its last setting, whoever is slow", async () => {
    for (let round = 0; round < 5 * races; round++) {
      const timer = aTimer();
      await Promise.all(
        // Fewer changes than a worker follows before it leaves the rest to its next try.
        Array.from({ length: 8 }, async (_, number) => {
          await (number % 4 === 3 ? timer.stop() : timer.set(10 + number));
          await timer.follow();
        }),
      );
      const last = await timer.read();
      expect(last?.version).toBe(8);
      expect(timer.scheduled()).toEqual(last?.status === "set" ? [last.dueAt] : []);
    }
  });
});
