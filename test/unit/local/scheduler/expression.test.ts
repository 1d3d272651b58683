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

test.each([
  "every day",
  "rate(0 minutes)",
  "rate(5 weeks)",
  "at(tomorrow)",
  "at(2026-13-01T00:00:00)",
  "cron(0 9 ? * MON-FRI *)",
])("%s is refused", (expression) => {
  expect(() => parseTiming(expression).next(0, 0)).toThrow();
});

test("an unknown time zone is refused", () => {
  expect(() => parseTiming("at(2026-11-20T13:00:00)", "Mars/Olympus")).toThrow();
});
