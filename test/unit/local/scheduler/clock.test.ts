import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Clock, startClock } from "../../../../local/scheduler/clock.ts";
import { openScheduleStore, type Schedule, type ScheduleStore } from "../../../../local/scheduler/store.ts";

const start = Date.parse("2026-11-20T12:00:00Z");
let folder: string;
let store: ScheduleStore;
let clock: Clock;
let fired: string[];

const schedule = (name: string, own: Partial<Schedule> = {}): Schedule => ({
  name,
  group: "default",
  expression: "at(2026-11-20T12:01:00)",
  enabled: true,
  target: { Arn: "arn:target" },
  deleteAfterCompletion: true,
  createdAt: start,
  modifiedAt: start,
  origin: "api",
  ...own,
});

const run = () => {
  clock = startClock({
    store,
    fire: async ({ name }, at) => void fired.push(`${name} ${new Date(at).toISOString().slice(11, 19)}`),
    log: () => undefined,
  });
};
const add = (one: Schedule) => {
  store.put(one);
  clock.changed(one);
};

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  folder = mkdtempSync(join(tmpdir(), "clock-"));
  store = openScheduleStore(join(folder, "schedules.jsonl"));
  fired = [];
});
afterEach(async () => {
  await clock.stop();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

describe("the clock", () => {
  test("runs a one-time schedule once, when it is due, and forgets it when asked to", async () => {
    run();
    add(schedule("gone"));
    add(schedule("kept", { deleteAfterCompletion: false }));
    await vi.advanceTimersByTimeAsync(59_000);
    expect(fired).toEqual([]);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(fired.toSorted()).toEqual(["gone 12:01:00", "kept 12:01:00"]);
    expect([...store.all()].map(({ name }) => name)).toEqual(["kept"]);
  });

  test("runs at its rate, at once and from then on; a rule's rate waits for its first time", async () => {
    run();
    add(schedule("rate", { expression: "rate(10 minutes)" }));
    add(schedule("rule", { expression: "rate(10 minutes)", origin: "rule" }));
    await vi.advanceTimersByTimeAsync(25 * 60_000);
    expect(fired.filter((line) => line.startsWith("rate"))).toEqual([
      "rate 12:00:00",
      "rate 12:10:00",
      "rate 12:20:00",
    ]);
    expect(fired.filter((line) => line.startsWith("rule"))).toEqual(["rule 12:10:00", "rule 12:20:00"]);
  });

  test("runs what was missed while nothing ran once, however often it was missed", async () => {
    store.put(
      schedule("hourly", {
        expression: "rate(1 hour)",
        lastRunAt: start - 8 * 3_600_000,
        createdAt: start - 9 * 3_600_000,
      }),
    );
    store.put(schedule("once", { expression: "at(2026-11-20T03:00:00)" }));
    run();
    await vi.advanceTimersByTimeAsync(1000);
    expect(fired.map((line) => line.split(" ")[0]).toSorted()).toEqual(["hourly", "once"]);
  });

  test("leaves alone what is disabled, not begun, or over", async () => {
    run();
    add(schedule("disabled", { enabled: false }));
    add(schedule("over", { expression: "rate(1 minute)", startAt: start, endAt: start - 1 }));
    add(schedule("later", { expression: "rate(1 minute)", startAt: start + 3 * 60_000 }));
    await vi.advanceTimersByTimeAsync(3.5 * 60_000);
    expect(fired).toEqual(["later 12:03:00"]);
  });

  test("one that is moved while it waits runs at its new time only", async () => {
    run();
    add(schedule("moved"));
    add(schedule("moved", { expression: "at(2026-11-20T12:05:00)", modifiedAt: start + 1 }));
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(fired).toEqual(["moved 12:05:00"]);
  });

  test("can be run as if it were due, and is then done", async () => {
    run();
    const one = schedule("now");
    add(one);
    await clock.run(one);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(fired).toEqual(["now 12:00:00"]);
  });
});
