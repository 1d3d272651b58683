import { expect, test } from "vitest";
import { cellText } from "../../../../../functions/imports/parse/cell-values.ts";

test("the text of a cell loses what is no character, which no queue would take, and keeps emoji", () => {
  expect(cellText("a\u0000b\uffff\ufffec\ud83d d")).toBe("abc d");
  expect(cellText(" 😀 Noémie ")).toBe("😀 Noémie");
});
