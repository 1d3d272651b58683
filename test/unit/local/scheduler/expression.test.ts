import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { parseTiming } from "../../../../local/scheduler/expression.ts";

const at = (instant: string) => Date.parse(instant);
const iso = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString());
const next = (expression: string, after: string, timeZone?: string) =>
  iso(parseTiming(expression, timeZone).next(at(after), at("2026-01-01T00:00:00Z")));

describe("at", () => {
  test("names one instant of a time zone", () => {
    expect(iso(parseTiming("at(2026-11-20T13:00:00)").once)).toBe("2026-11-20T13:00:00.000Z");
    expect(iso(parseTiming("at(2026-11-20T13:00:00)", "America/Toronto").once)).toBe("2026-11-20T18:00:00.000Z");
    expect(iso(parseTiming("at(2026-07-20T13:00:00)", "Europe/Brussels").once)).toBe("2026-07-20T11:00:00.000Z");
  });

  test("of an hour that comes twice takes the first, and one that is skipped comes an hour later", () => {
    expect(iso(parseTiming("at(2026-11-01T01:30:00)", "America/Toronto").once)).toBe("2026-11-01T05:30:00.000Z");
    expect(iso(parseTiming("at(2026-03-08T02:30:00)", "America/Toronto").once)).toBe("2026-03-08T07:30:00.000Z");
  });
});

describe("rate", () => {
  test("counts from its anchor", () => {
    expect(next("rate(15 minutes)", "2025-12-31T00:00:00Z")).toBe("2026-01-01T00:00:00.000Z");
    expect(next("rate(15 minutes)", "2026-01-01T00:00:00Z")).toBe("2026-01-01T00:15:00.000Z");
    expect(next("rate(1 day)", "2026-03-03T07:00:00Z")).toBe("2026-03-04T00:00:00.000Z");
  });
});

describe("cron", () => {
  test.each([
    ["cron(0 9 ? * MON-FRI *)", "2026-11-20T09:00:00Z", "2026-11-23T09:00:00.000Z"],
    ["cron(0/15 * * * ? *)", "2026-11-20T09:16:00Z", "2026-11-20T09:30:00.000Z"],
    ["cron(5,35 8-10/2 1 * ? *)", "2026-11-20T00:00:00Z", "2026-12-01T08:05:00.000Z"],
    ["cron(0 0 L * ? *)", "2026-02-01T00:00:00Z", "2026-02-28T00:00:00.000Z"],
    ["cron(0 0 15W * ? *)", "2026-11-01T00:00:00Z", "2026-11-16T00:00:00.000Z"],
    ["cron(0 0 1W * ? *)", "2026-07-31T00:00:00Z", "2026-08-03T00:00:00.000Z"],
    ["cron(0 0 ? * 6L *)", "2026-11-01T00:00:00Z", "2026-11-27T00:00:00.000Z"],
    ["cron(0 0 ? * TUE#2 *)", "2026-11-11T00:00:00Z", "2026-12-08T00:00:00.000Z"],
    ["cron(0 0 29 FEB ? *)", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00.000Z"],
    ["cron(0 0 1 1 ? 2026)", "2026-01-01T00:00:00Z", undefined],
  ])("%s after %s", (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  test("keeps its hour when the clocks change, and skips one that does not exist", () => {
    expect(next("cron(0 9 * * ? *)", "2026-10-31T14:00:00Z", "America/Toronto")).toBe("2026-11-01T14:00:00.000Z");
    expect(next("cron(30 2 * * ? *)", "2026-03-07T12:00:00Z", "America/Toronto")).toBe("2026-03-09T06:30:00.000Z");
  });

  test("an hour that comes twice runs once", () => {
    const first = next("cron(30 1 * * ? *)", "2026-10-31T12:00:00Z", "America/Toronto");
    expect(first).toBe("2026-11-01T05:30:00.000Z");
    expect(next("cron(30 1 * * ? *)", "2026-11-01T05:30:00Z", "America/Toronto")).toBe("2026-11-02T06:30:00.000Z");
  });

  property.prop([fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 4e12 })])(
    "the next run is later, at the named time, and within a day",
    (minute, hour, after) => {
      const run = parseTiming(`cron(${minute} ${hour} * * ? *)`).next(after, 0) ?? 0;
      expect(run).toBeGreaterThan(after);
      expect(run - after).toBeLessThanOrEqual(86_400_000);
      expect([new Date(run).getUTCHours(), new Date(run).getUTCMinutes()]).toEqual([hour, minute]);
    },
  );
});

test.each([
  "every day",
  "rate(0 minutes)",
  "rate(5 weeks)",
  "at(tomorrow)",
  "at(2026-13-01T00:00:00)",
  "cron(0 9 * * *)",
  "cron(0 9 * * * *)",
  "cron(0 9 ? * ? *)",
  "cron(61 9 * * ? *)",
  "cron(0 9 ? * XYZ *)",
])("%s is refused", (expression) => {
  expect(() => parseTiming(expression).next(0, 0)).toThrow();
});

test("an unknown time zone is refused", () => {
  expect(() => parseTiming("at(2026-11-20T13:00:00)", "Mars/Olympus")).toThrow();
});
