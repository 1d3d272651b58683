import type { TimerDeps } from "../../functions/timers/deps.ts";
import type { DueTimer } from "../../functions/timers/due-timer.ts";
import { followTimer } from "../../functions/timers/follow-timer.ts";
import { timer } from "../../functions/timers/kinds.ts";
import { ring } from "../../functions/timers/ring-timer.ts";
import type { AccountTable, Table } from "../../shared/db/table.ts";
import { setTimer, stopTimer, type Timer, timerKey, timers } from "../../shared/entities/timer.ts";
import { derivedId } from "../../shared/ids.ts";
import { testClock, testLog } from "./deps.ts";
import { type Fate, memoryTable } from "./memory-table.ts";
import { toldOf } from "./told.ts";

/** Lets a call go on when the test says so. */
type Gate = <T>(call: () => Promise<T>) => Promise<T>;

const accountId = derivedId("account", "timers");
export const place = { accountId, subject: "cam_1", purpose: "campaign.send" } as const;
const key = timerKey(place);

/** One timer, its workers, a scheduler and a queue, on a clock that stands until it is moved. */
export const timerWorld = (gate: Gate, fateOf: (call: number) => Fate = () => "done") => {
  const clock = testClock("2026-03-02T15:00:00.000Z");
  const memory = memoryTable();
  const rings: { at: Date; dueAt: string }[] = [];
  const schedules = new Map<string, { at: Date; message: DueTimer }>();
  let queue: { at: number; due: DueTimer }[] = [];
  let untold: Parameters<typeof followTimer>[0][] = [];
  let workers: Promise<void>[] = [];
  const later = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000);
  const db = memory.table.of(accountId);

  const record = (write: Timer["status"] | undefined, dueAt: unknown) => {
    if (write === "rang") rings.push({ at: clock.now(), dueAt: String(dueAt) });
  };

  const gated: AccountTable = {
    ...db,
    get: (kind, where) => gate(() => db.get(kind, where)),
    commit: (writes) =>
      gate(async () => {
        const before = await db.get(timers, key);
        try {
          await db.commit(writes);
        } finally {
          const after = await db.get(timers, key);
          if (after?.version !== before?.version) record(after?.status, before?.dueAt);
        }
      }),
  };
  const table: Table = { of: () => gated, global: gated };
  const deps: TimerDeps = {
    table,
    clock,
    log: testLog(),
    ids: { next: (kind) => derivedId(kind) },
    signingKey: async () => "",
    schedules: {
      set: ({ name, at, message }) => gate(async () => void schedules.set(name, { at, message: message as DueTimer })),
      remove: (name) => gate(async () => void schedules.delete(name)),
    },
    ringIn: (seconds, due) => gate(async () => void queue.push({ at: later(seconds).getTime(), due })),
  };

  /** A worker that fails gets its message again. */
  const work = (run: () => Promise<void>, again: () => void) => workers.push(run().catch(again));

  const tell = (event: Parameters<typeof followTimer>[0]) =>
    work(
      () => followTimer(event, deps),
      () => untold.push(event),
    );
  const call = (due: DueTimer) =>
    work(
      () => ring(due, deps),
      () => queue.push({ at: later(1).getTime(), due }),
    );

  const change = async (write: ReturnType<typeof setTimer>) => {
    memory.fate = () => "done";
    await db.commit([write]);
    memory.fate = fateOf;
    untold.push(await toldOf(db, timer.updated, timers, key));
  };

  const world = {
    clock,
    rings,
    schedules,
    db,
    /** Events that nobody was told of yet. */
    untold: () => untold.length,
    timer: () => db.get(timers, key),
    set: (seconds: number) => change(setTimer({ ...place, by: "mem_1", now: clock.now(), dueAt: later(seconds) })),
    stop: () => change(stopTimer({ ...place, by: "mem_1", now: clock.now() })),

    /** Tells of a change, whichever: out of order, and perhaps not for the last time. */
    tell(index: number, again = false): void {
      const [event] = untold.slice(index % Math.max(1, untold.length));
      if (!event) return;
      if (!again) untold = untold.filter((other) => other !== event);
      tell(event);
    },

    /** Moves the clock, and hands over what is due by then: perhaps twice. */
    pass(seconds: number, twice = false): void {
      clock.set(later(seconds).toISOString());
      const now = clock.now().getTime();
      for (const [name, { at, message }] of [...schedules]) {
        if (at.getTime() > now) continue;
        schedules.delete(name);
        queue.push({ at: now, due: message });
      }
      const due = queue.filter(({ at }) => at <= now);
      queue = queue.filter(({ at }) => at > now);
      for (const message of twice ? [...due, ...due] : due) call(message.due);
    },

    /** Until everything is told and has rung; `finish` lets the calls of these workers through. */
    async settle(finish: (workers: Promise<unknown>) => Promise<unknown>): Promise<void> {
      for (let round = 0; round < 1000; round++) {
        while (untold.length > 0) world.tell(0);
        const working = workers;
        workers = [];
        await finish(Promise.all(working));
        if (untold.length > 0) continue;
        const moments = [...queue.map(({ at }) => at), ...[...schedules.values()].map(({ at }) => at.getTime())];
        if (moments.length === 0) return;
        world.pass(Math.max(0, (Math.min(...moments) - clock.now().getTime()) / 1000));
      }
      throw new Error("The timer does not come to rest.");
    },
  };
  return world;
};
