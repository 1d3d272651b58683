import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { sortName } from "../../../../shared/text/sort-name.ts";

it("sorts accented names among the plain ones", () => {
  const names = ["Zoé", "Éric", "alain", "Émile", "Denis", "Œuvrard", "Paul"];
  const inOrder = ["alain", "Denis", "Émile", "Éric", "Œuvrard", "Paul", "Zoé"];
  expect(names.toSorted((a, b) => (sortName(a) < sortName(b) ? -1 : 1))).toEqual(inOrder);
});

it("puts names without letters or digits last", () => {
  expect(sortName("???") > sortName("Zoé")).toBe(true);
});

test.prop([fc.string({ unit: "grapheme", maxLength: 300 })])(
  "is short, well-formed, never empty, and holds no #",
  (name) => {
    const key = sortName(name);
    expect(key.length).toBeGreaterThan(0);
    expect(key.length).toBeLessThanOrEqual(100);
    expect(key.isWellFormed()).toBe(true);
    expect(key).not.toContain("#");
  },
);
