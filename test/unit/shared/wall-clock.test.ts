import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { hourOnDay } from "../../../shared/wall-clock.ts";

const at = (timeZone: string, from: string, days: number) => hourOnDay(timeZone, new Date(from), days, 9).toISOString();

describe("nine o'clock on a day", () => {
  it.each([
    ["Europe/Brussels", "2026-03-25T10:00:00Z", 3, "2026-03-28T08:00:00.000Z"],
    ["Europe/Brussels", "2026-03-25T10:00:00Z", 4, "2026-03-29T07:00:00.000Z"],
    ["Europe/Brussels", "2026-10-24T10:00:00Z", 1, "2026-10-25T08:00:00.000Z"],
    ["America/Toronto", "2026-03-07T12:00:00Z", 1, "2026-03-08T13:00:00.000Z"],
    ["America/Toronto", "2026-12-30T12:00:00Z", 3, "2027-01-02T14:00:00.000Z"],
    ["Asia/Kolkata", "2026-06-01T12:00:00Z", 1, "2026-06-02T03:30:00.000Z"],
    ["UTC", "2024-02-28T23:59:59Z", 1, "2024-02-29T09:00:00.000Z"],
  ])("in %s, counted from %s, after %i days, is %s", (timeZone, from, days, expected) => {
    expect(at(timeZone, from, days)).toBe(expected);
  });

  it("counts from the day that people there have", () => {
    expect(at("America/Toronto", "2026-03-03T04:59:59Z", 1)).toBe("2026-03-03T14:00:00.000Z");
    expect(at("America/Toronto", "2026-03-03T05:00:00Z", 1)).toBe("2026-03-04T14:00:00.000Z");
    expect(at("Pacific/Kiritimati", "2026-03-02T10:00:00Z", 1)).toBe("2026-03-03T19:00:00.000Z");
  });

  it("exists in no unknown zone", () => {
    expect(() => at("Europe/Nowhere", "2026-03-03T05:00:00Z", 1)).toThrow(RangeError);
  });
});

property.prop([
  fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
  fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }),
  fc.integer({ min: 1, max: 365 }),
])("clocks anywhere show nine then, so many days later", (timeZone, from, days) => {
  const shown = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  });
  const dayOf = (moment: Date) => Date.parse(shown.format(moment).slice(0, 10));
  const moment = hourOnDay(timeZone, from, days, 9);
  expect(shown.format(moment)).toMatch(/ 09:00$/);
  expect((dayOf(moment) - dayOf(from)) / 86_400_000).toBe(days);
});
