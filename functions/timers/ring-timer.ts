import { queueConsumer } from "../../shared/app/queue.ts";
import { later } from "../../shared/clock.ts";
import { VersionConflict } from "../../shared/db/writes.ts";
import { ringTimer, type Timer, timerKey, timers } from "../../shared/entities/timer.ts";
import { buildDeps, type TimerDeps } from "./deps.ts";
import { type DueTimer, readDueTimer } from "./due-timer.ts";
import { keepSchedule } from "./keep-schedule.ts";

/** More changes than people make while a timer rings. */
const RUNS = 10;
/** By how much two machines may disagree about the time. */
const CLOCKS_DIFFER_SECONDS = 1;

/** Makes a timer ring that is due: once for each time it was set, however often it is called. */
export const ring = async (due: DueTimer, deps: TimerDeps): Promise<void> => {
  const db = deps.table.of(due.accountId);
  for (let run = 1; run <= RUNS; run++) {
    const timer = await db.get(timers, timerKey(due));
    if (timer?.status !== "set") return;
    const now = deps.clock.now();
    if (!isDue(timer, due, now)) return keepSchedule(due, deps);
    try {
      return await db.commit([ringTimer(timer, now)]);
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
    }
  }
  throw new Error("This timer is moved faster than it can ring.");
};

/**
 * A schedule is never early: a call for the very moment the timer is set to is right whatever the clock says, so that a
 * schedule run by hand rings. A call for another moment comes from before the timer was moved.
 */
const isDue = ({ dueAt }: Timer, due: DueTimer, now: Date): boolean =>
  dueAt === due.dueAt || new Date(dueAt) <= later(now, CLOCKS_DIFFER_SECONDS);

export const handler = queueConsumer(readDueTimer, buildDeps, ring);
