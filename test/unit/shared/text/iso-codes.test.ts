import { expect, it } from "vitest";
import { countries, currencies, languages } from "../../../../shared/text/iso-codes.ts";

const nameOf = (type: "region" | "currency" | "language", code: string): string | undefined =>
  new Intl.DisplayNames(["en"], { type, fallback: "none" }).of(code);

it.each([
  ["region", countries, 249, ["CA", "BE", "MQ", "SX"], ["AA", "QQ", "ZZ", "UK", "XX", "SU"]],
  ["currency", currencies, 165, ["CAD", "EUR", "CHF", "XOF"], ["AAA", "XXX", "XTS", "BEF", "XAU"]],
  ["language", languages, 183, ["fr", "en", "nl", "ar"], ["zz", "xx", "FR", "fre"]],
] as const)("the list of every %s is that of ISO", (type, codes: readonly string[], count, some, none) => {
  expect(new Set(codes).size).toBe(count);
  expect(codes.filter((code) => !nameOf(type, code) && code !== "XAD")).toEqual([]);
  expect(some.filter((code) => !codes.includes(code))).toEqual([]);
  expect(none.filter((code) => codes.includes(code))).toEqual([]);
});
