import { describe, expect, it } from "vitest";
import { newPassword } from "../../../../shared/http/password.ts";

const mistakes = (password: string) =>
  newPassword()
    .safeParse(password)
    .error?.issues.map(({ message }) => message);

describe("a new password", () => {
  it.each([["Atelier-2026"], ["correct Horse 1"], ["Été_à-Québec_2026Q"], ["A1!aaaaaaa"]])("may be %j", (password) => {
    expect(mistakes(password)).toBeUndefined();
  });

  it.each([
    ["Short-1", /10 characters/],
    ["atelier-2026", /capital/],
    ["ATELIER-2026", /small/],
    ["Atelier-deux", /digit/],
    ["Atelier2026x", /symbol/],
    [" Atelier-2026", /blank/],
    [`Aa1-${"x".repeat(253)}`, /256 characters/],
  ])("may not be %j, and is told why", (password, why) => {
    expect(mistakes(password)).toEqual([expect.stringMatching(why)]);
  });
});
