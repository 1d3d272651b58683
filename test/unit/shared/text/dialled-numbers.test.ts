import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { phoneNumber } from "../../../../shared/text/contact.ts";
import { dialledForms, mayMean, numbersMeant } from "../../../../shared/text/dialled-numbers.ts";

const digitsOf = (text: string) => text.replace(/\D/g, "");
const isFound = (number: string, typed: string) => numbersMeant(typed).some((begun) => number.startsWith(begun));

const plans = [
  ["1", 10],
  ["33", 9],
  ["32", 9],
  ["41", 9],
] as const;
const number = fc
  .constantFrom(...plans)
  .chain(([code, length]) =>
    fc.stringMatching(new RegExp(`^[2-9]\\d{${length - 1}}$`)).map((national) => `+${code}${national}`),
  );

describe("a number of these countries", () => {
  test.prop([number])("is meant by every beginning of it, as its country dials it and as others do", (e164) => {
    const phone = phoneNumber(e164, "CA");
    fc.pre(phone !== undefined);
    for (const form of [digitsOf(e164), digitsOf(phone?.national ?? ""), ...dialledForms(e164)])
      for (let end = 2; end <= form.length; end++)
        expect([form.slice(0, end), isFound(e164, form.slice(0, end))]).toEqual([form.slice(0, end), true]);
  });

  test.prop([fc.oneof(number, fc.stringMatching(/^\+?\d{0,12}$/)), fc.stringMatching(/^\d{1,12}$/), fc.nat(4)])(
    "is meant by what is looked for of it, and by nothing else",
    (e164, digits, begins) => {
      for (const typed of [digits, e164.slice(begins), `0${e164.slice(begins)}`, ...dialledForms(e164)])
        if (/^\d+$/.test(typed)) expect([typed, mayMean(typed, e164)]).toEqual([typed, isFound(e164, typed)]);
    },
  );

  test.prop([number])("is looked for as often, whatever there is", (e164) => {
    expect(numbersMeant(digitsOf(e164)).length).toBeLessThanOrEqual(5);
    expect(numbersMeant(digitsOf(e164).slice(0, 3)).length).toBeLessThanOrEqual(5);
  });
});

it("a number of another country is meant by its international digits alone", () => {
  expect(dialledForms("+447911123456")).toEqual(["447911123456"]);
  expect(isFound("+447911123456", "4479")).toBe(true);
  expect(isFound("+447911123456", "07911")).toBe(false);
});
