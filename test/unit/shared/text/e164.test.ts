import { fc, test } from "@fast-check/vitest";
import { expect, it } from "vitest";
import { e164Of, phoneNumber } from "../../../../shared/text/contact.ts";

const numbers = fc.oneof(
  fc.stringMatching(/^\+1[2-9]\d{9}$/),
  fc.stringMatching(/^\+33[1-9]\d{8}$/),
  fc.stringMatching(/^\+32[1-9]\d{7,8}$/),
  fc.stringMatching(/^\+41[2-9]\d{8}$/),
);

test.prop([fc.stringMatching(/^\+[1-9]\d{6,14}$/)])(
  "a number in E.164 is read or not, whoever has its calling code",
  (number) => {
    expect(e164Of(number, "CA") ?? number).toMatch(/^\+\d{6,15}$/);
  },
);

it("a number of a calling code that no country has is none", () => {
  expect(e164Of("+2800000", "CA")).toBeUndefined();
  expect(phoneNumber("+2101234567", "")).toBeUndefined();
});

test.prop([numbers, fc.constantFrom("CA", "US", "BS", "FR", "BE", "CH", "DE", "")], {
  numRuns: Number(process.env.NUMBERS ?? 500),
})("a number that is known by its shape is what the library reads", (number, region) => {
  expect(e164Of(number, region)).toBe(phoneNumber(number, region)?.e164);
});
