import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { addressSet } from "../../../../../functions/campaigns/planning/address-set.ts";
import { addressMark } from "../../../../../shared/entities/address-fact.ts";
import { ulids } from "../../../../../shared/ids.ts";

describe("a set of addresses", () => {
  test.prop([fc.array(fc.nat(5000), { maxLength: 4000 }), fc.array(fc.nat(6000), { maxLength: 200 })])(
    "holds what was put into it and nothing else, however often and however many",
    (put, asked) => {
      const marks = addressSet();
      const texts = new Set<string>();
      for (const number of put) {
        marks.add(markOf(number));
        texts.add(markOf(number));
      }
      for (const number of [...put, ...asked]) expect(marks.has(markOf(number))).toBe(texts.has(markOf(number)));
    },
  );
});

const account = ulids.next("account");
const markOf = (number: number): string => addressMark(account, `client-${number}@example.org`);
