import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { fold } from "../../../../shared/text/fold.ts";
import { foldAnyScript } from "../../../../shared/text/fold-any-script.ts";

describe("fold", () => {
  it.each([
    ["Noémie Côté", "noemie cote"],
    ["ŒUVRARD", "oeuvrard"],
    ["Lætitia", "laetitia"],
    ["Straße", "strasse"],
    ["Søren", "soren"],
    ["Łukasz", "lukasz"],
    ["Đỗ Nguyễn", "do nguyen"],
    ["L'Écuyer", "l ecuyer"],
    ["L’Écuyer", "l ecuyer"],
    ["  Jean-Philippe   St-Pierre ", "jean philippe st pierre"],
    ["Garage Côté & fils inc.", "garage cote fils inc"],
    ["İstanbul", "istanbul"],
    ["ΣΟΦΟΣ", "σοφοσ"],
    ["Ｎｏéｍｉｅ", "noemie"],
    ["ﬁls", "fils"],
    ["が", "が"],
    ["हिन्दी", "हिन्दी"],
    ["?!", ""],
  ])("reads %s as %s", (text, folded) => expect(fold(text)).toBe(folded));

  test.prop([fc.string({ unit: "grapheme", maxLength: 60 })])("changes nothing when done twice", (text) => {
    expect(fold(fold(text))).toBe(fold(text));
  });

  test.prop([fc.string({ unit: "grapheme", maxLength: 60 })])(
    "leaves one space between words and none around",
    (text) => {
      expect(fold(text)).not.toMatch(/^ | $| {2}|#/);
    },
  );

  test.prop([fc.string({ unit: fc.constantFrom(..."aZé9ŒßÑ ’-'İﬁＮ\u0301"), maxLength: 60 })])(
    "reads Latin letters beside those of other scripts as alone",
    (text) => {
      expect(fold(`${text} が`)).toBe(`${fold(text)} が`.trim());
    },
  );

  test.prop([fc.string({ maxLength: 60 })])("does not tell upper from lower case", (text) => {
    expect(fold(text.toUpperCase())).toBe(fold(text.toLowerCase()));
  });

  test.prop([
    fc.string({ unit: fc.integer({ min: 0, max: 0x17f }).map((code) => String.fromCharCode(code)), maxLength: 40 }),
  ])("reads Latin letters one by one as it reads them together", (text) => {
    expect(fold(text)).toBe(foldAnyScript(text));
  });

  it("reads every Latin letter as the rules for all scripts do", () => {
    for (let code = 0; code < 0x200; code++) {
      const letter = String.fromCharCode(code);
      for (const text of [letter, `a${letter}`, `${letter}a`, `a${letter}a`, ` ${letter} `])
        expect([text, fold(text)]).toEqual([text, foldAnyScript(text)]);
    }
  });
});
