import { expect, test } from "vitest";
import { cellText } from "../../../../../functions/imports/parse/cell-text.ts";

test("the text of a cell loses what is no character, which no queue would take, and keeps emoji", () => {
  expect(cellText("a\u0000b\uffff\ufffec\ud83d d")).toBe("abc d");
  expect(cellText(" 😀 Noémie ")).toBe("😀 Noémie");
});

test.each([
  ['="0612345678"', "0612345678"],
  ['="01000"', "01000"],
  ['="dit ""Jo"""', 'dit "Jo"'],
  ["'1234AB", "1234AB"],
  ["'t Hof", "'t Hof"],
  ["'s-Gravenhage", "'s-Gravenhage"],
  ["\u202a+1 514 555-0121\u202c", "+1 514 555-0121"],
  ["\u200eNoé\u00admie\u2060\u200b", "Noémie"],
  ["1\u202f234,50", "1 234,50"],
  ["17\u00a0h", "17\u00a0h"],
  ["NoÃ©mie CÃ´tÃ©", "Noémie Côté"],
  ["lâ€™Ã‰cuyer", "l’Écuyer"],
  ["Ångström Ã", "Ångström Ã"],
  ["Noémie\u0085", "Noémie"],
])("of the cell %j is %j", (cell, text) => expect(cellText(cell)).toBe(text));
