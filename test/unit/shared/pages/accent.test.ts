import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { accentOf, contrast } from "../../../../shared/pages/accent.ts";

const colors = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

test.prop([colors])(
  "whatever colour a business has, it reads on light and on dark, and so does text on it",
  (color) => {
    const { ground, onGround, onLight, onDark } = accentOf(color);
    expect(ground).toBe(color);
    expect(contrast(onGround, ground)).toBeGreaterThanOrEqual(4.5);
    for (const light of ["#ffffff", "#f1f4f8"]) expect(contrast(onLight, light)).toBeGreaterThanOrEqual(4.5);
    for (const dark of ["#1f2937", "#111827"]) expect(contrast(onDark, dark)).toBeGreaterThanOrEqual(4.5);
  },
);

it("a colour that reads already stays as it is", () => {
  expect(accentOf("#0B5394")).toMatchObject({ ground: "#0b5394", onGround: "#ffffff", onLight: "#0b5394" });
  expect(accentOf("#f5c400")).toMatchObject({ onGround: "#000000", onDark: "#f5c400" });
  expect(accentOf("#ffffff")).toMatchObject({ onGround: "#000000", onDark: "#ffffff" });
});

it("contrast is counted as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
