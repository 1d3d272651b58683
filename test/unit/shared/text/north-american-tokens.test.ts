import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { phoneNumber } from "../../../../shared/text/contact.ts";
import { tokensOf } from "../../../../shared/text/search-tokens.ts";

const digits = (text = "") => text.replace(/\D/g, "");

test.prop([fc.integer({ min: 2_000_000_000, max: 9_999_999_999 })])(
  "a North American number is found by the digits that the numbering plan gives it",
  (national) => {
    const phone = phoneNumber(`+1${national}`, "CA");
    fc.pre(phone !== undefined);
    const expected = [...new Set([digits(phone?.e164), digits(phone?.national)])].sort();
    expect(tokensOf([{ kind: "phone", value: `+1${national}` }]).toSorted()).toEqual(expected);
  },
);
