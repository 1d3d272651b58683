import { later } from "../../shared/clock.ts";
import { type Timer, timerKey, timers } from "../../shared/entities/timer.ts";
import type { TimerDeps } from "./deps.ts";
import { scheduleNameOf, type TimerPlace } from "./due-timer.ts";

/** What is due this soon waits in the queue: a schedule could come to be after its own moment, and keeps no seconds. */
const AT_HAND_SECONDS = 60;

/** More changes than people make while a schedule is written. */
const RUNS = 10;

/**
 * Makes the schedule of a timer what the timer says now. Workers that were told of different changes may do so at the same
 * time, and the slower one may know the older timer: whoever wrote looks again, and does it over when it was too slow.
 */
export const keepSchedule = async (place: TimerPlace, deps: TimerDeps): Promise<void> => {
  const read = () => deps.table.of(place.accountId).get(timers, timerKey(place));
  let timer = await read();
  for (let run = 1; run <= RUNS; run++) {
    await arrange(place, timer, deps);
    const present = await read();
    if (isSame(timer, present)) return;
    timer = present;
  }
  throw new Error("This timer is moved faster than its schedule can be.");
};

const arrange = async (place: TimerPlace, timer: Timer | undefined, deps: TimerDeps): Promise<void> => {
  const { schedules, ringIn, clock } = deps;
  const name = scheduleNameOf(place);
  if (timer?.status !== "set") return schedules.remove(name);
  const message = { ...place, dueAt: timer.dueAt };
  const dueAt = new Date(timer.dueAt);
  const now = clock.now();
  if (dueAt > later(now, AT_HAND_SECONDS)) return schedules.set({ name, at: dueAt, message });
  const seconds = Math.ceil((dueAt.getTime() - now.getTime()) / 1000);
  await ringIn(Math.max(0, seconds), message);
  await schedules.remove(name);
};

/** A version alone does not tell: one that was forgotten and set anew begins at 1 again. */
const isSame = (a: Timer | undefined, b: Timer | undefined): boolean =>
  a?.version === b?.version && a?.updatedAt === b?.updatedAt;
