import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { compareKeys } from "../../../../shared/text/compare-keys.ts";

const key = fc.string({
  unit: fc.oneof(
    fc.constantFrom("a", "\uff5e", "\ue000", "😀", "𠮷"),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 6,
});

test.prop([key, key], { numRuns: 2_000 })("orders keys as their UTF-8 bytes", (a, b) => {
  expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
});
