import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { LINES, ONE_LINE, readable, readableLines } from "../../../../shared/text/readable.ts";

describe("a text as people read it", () => {
  it.each([
    ["  Noémie Côté ", "Noémie Côté"],
    ["\u202AMarie\u202C", "Marie"],
    ["invoice\u202Egnp.exe", "invoicegnp.exe"],
    ["\u2067Zoé\u2069", "Zoé"],
    ["Ju\u200Blie", "Julie"],
    ["\uFEFFÉmile", "Émile"],
    ["Ren\u00ADé", "René"],
    ["a\tb", "a b"],
    ["\u200B", ""],
    ["\u200D\u200C", ""],
    ["\u200E \u3164", ""],
    ["👩‍🔧 Zoé ❤️", "👩‍🔧 Zoé ❤️"],
    ["می‌خواهم", "می‌خواهم"],
  ])("%j is %j", (typed, shown) => expect(readable(typed)).toBe(shown));

  it("keeps its lines where it may have several", () => {
    expect(readableLines("one\r\ntwo\rthree\n\tfour\u202E ")).toBe("one\ntwo\nthree\n  four");
    expect(LINES.test("one\ntwo")).toBe(true);
    expect(ONE_LINE.test("one\ntwo")).toBe(false);
  });

  it.each(["a\u0000b", "a\u001Bb", "a\u0085b", "a\u007Fb"])("holds no control characters: %j", (typed) => {
    expect([ONE_LINE.test(readable(typed)), LINES.test(readableLines(typed))]).toEqual([false, false]);
  });

  test.prop([fc.string({ unit: "grapheme" })])("is the same when it is read again", (typed) => {
    expect(readable(readable(typed))).toBe(readable(typed));
    expect(readableLines(readableLines(typed))).toBe(readableLines(typed));
  });
});
