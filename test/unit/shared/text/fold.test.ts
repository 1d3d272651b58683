import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { fold } from "../../../../shared/text/fold.ts";

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

  test.prop([fc.string({ maxLength: 60 })])("does not tell upper from lower case", (text) => {
    expect(fold(text.toUpperCase())).toBe(fold(text.toLowerCase()));
  });
});
