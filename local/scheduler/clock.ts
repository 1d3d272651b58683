import { setTimeout as pause } from "node:timers/promises";
import { parseTiming } from "./expression.ts";
import type { Schedule, ScheduleStore } from "./store.ts";

export interface Clock {
  /** When the schedule runs next; nothing when it is disabled or over. */
  nextAt(schedule: Schedule): number | undefined;
  /** Takes note of a schedule that was created or changed. */
  changed(schedule: Schedule): void;
  /** Runs it now, as if it were due. */
  run(schedule: Schedule): Promise<void>;
  stop(): Promise<void>;
}

interface ClockOptions {
  store: ScheduleStore;
  /** Hands the schedule's input to its target. It retries by itself; what throws is run again. */
  fire(schedule: Schedule, scheduledAt: number): Promise<void>;
  log(line: string): void;
}

const longestSleepMs = 60_000;
const retryMs = 1000;

/**
 * Runs what is due. What fell due while nothing ran (the machine was off or asleep) runs once at the start, however
 * often it was missed.
 */
export const startClock = ({ store, fire, log }: ClockOptions): Clock => {
  const running = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let soonest = Number.POSITIVE_INFINITY;
  let stopped = false;
  /** Runs what is due, and sleeps until the next is. */
  const look = (): void => {
    const now = Date.now();
    soonest = Number.POSITIVE_INFINITY;
    for (const schedule of [...store.all()]) {
      const at = running.has(keyOf(schedule)) ? undefined : nextAt(schedule);
      if (at === undefined) continue;
      if (at <= now) void begin(schedule, at);
      else soonest = Math.min(soonest, at);
    }
    arm();
  };

  /** A timer does not notice that the machine slept: it never waits longer than a minute. */
  const arm = (): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(look, Math.min(longestSleepMs, Math.max(0, soonest - Date.now())));
  };

  const begin = (schedule: Schedule, scheduledAt: number): Promise<void> => {
    const work = complete(schedule, scheduledAt)
      .catch(async (error: unknown) => {
        log(`Schedule ${schedule.name}: ${String(error)}`);
        await retryPause();
      })
      .finally(() => {
        running.delete(keyOf(schedule));
        const current = store.get(schedule.group, schedule.name);
        if (current) changed(current);
      });
    running.set(keyOf(schedule), work);
    return work;
  };

  /** At least once: the run is written down after the target has the message. */
  const complete = async (schedule: Schedule, scheduledAt: number): Promise<void> => {
    await fire(schedule, scheduledAt);
    const current = store.get(schedule.group, schedule.name);
    // Changed while it ran: the new one has not run yet.
    if (!current || current.modifiedAt !== schedule.modifiedAt) return;
    const ran = { ...current, lastRunAt: Math.max(Date.now(), scheduledAt) };
    if (ran.deleteAfterCompletion && upcoming(ran) === undefined) store.remove(ran.group, ran.name);
    else store.put(ran);
  };

  /** A full disk is full for more than a moment. */
  const retryPause = async (): Promise<void> => {
    if (!stopped) await pause(retryMs, undefined, { ref: false });
  };

  const changed = (schedule: Schedule): void => {
    const at = nextAt(schedule);
    if (at === undefined || at >= soonest) return;
    soonest = at;
    arm();
  };

  look();

  return {
    nextAt,
    changed,
    run: (schedule) => begin(schedule, Date.now()),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
};

/** Schedules are replaced, never changed: what was computed for one holds. */
const computed = new WeakMap<Schedule, number | undefined>();

const nextAt = (schedule: Schedule): number | undefined => {
  if (!schedule.enabled) return undefined;
  if (!computed.has(schedule)) computed.set(schedule, upcoming(schedule));
  return computed.get(schedule);
};

const upcoming = ({
  expression,
  timeZone,
  startAt,
  endAt,
  createdAt,
  lastRunAt,
  origin,
}: Schedule): number | undefined => {
  const timing = parseTiming(expression, timeZone);
  if (timing.once !== undefined) return lastRunAt === undefined ? timing.once : undefined;
  const begin = Math.max(startAt ?? createdAt, createdAt);
  // A rate of the scheduler runs at once; a rule's rate first counts from its creation.
  const from = lastRunAt ?? (origin === "rule" ? begin : begin - 1);
  const next = timing.next(from, begin);
  return next !== undefined && endAt !== undefined && next > endAt ? undefined : next;
};

const keyOf = ({ group, name }: Schedule): string => `${group}/${name}`;
