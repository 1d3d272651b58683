import { describe, expect, it } from "vitest";
import { AppError } from "../../../../shared/errors.ts";
import { withinAYear } from "../../../../shared/http/moments.ts";

const now = new Date("2026-03-02T15:00:00.000Z");

const refusalOf = (moment: string) => {
  try {
    withinAYear(moment, now, "/at");
  } catch (error) {
    return error instanceof AppError ? error.details.errors : error;
  }
  return undefined;
};

describe("a moment that a caller names", () => {
  it("is taken when it is still to come, in whatever offset", () => {
    expect(withinAYear("2026-03-02T11:00:00-05:00", now, "/at")).toEqual(new Date("2026-03-02T16:00:00.000Z"));
    expect(refusalOf("2027-03-03T15:00:00Z")).toBeUndefined();
  });

  it.each(["2026-03-02T15:00:00Z", "2026-03-02T10:00:00-05:00", "1999-01-01T00:00:00Z", "soon"])(
    "is refused when it is not: %s",
    (moment) => {
      expect(refusalOf(moment)).toEqual([{ pointer: "/at", message: "Name a moment that is still to come" }]);
    },
  );

  it("is refused when it is more than a year off", () => {
    expect(refusalOf("2027-03-03T15:00:01Z")).toEqual([{ pointer: "/at", message: "Name a moment within a year" }]);
  });
});
