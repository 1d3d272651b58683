import { fc, it as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { customText, customValue } from "../../../../../functions/imports/parse/custom-value.ts";
import type { CustomValue } from "../../../../../shared/entities/client.ts";

const french = { language: "fr", currency: "CAD", country: "CA" } as const;
const english = { language: "en", currency: "CAD", country: "CA" } as const;

describe("a custom field in a list", () => {
  it.each([
    ["boolean", "Oui", true],
    ["boolean", "non", false],
    ["boolean", "false", false],
    ["number", "1 234,5", 1234.5],
    ["number", "1\u202f234,50", 1234.5],
    ["number", "1,234.5", 1234.5],
    ["number", "-3", -3],
    ["money", "125,50 $", { amount: 12_550, currency: "CAD" }],
    ["money", "$1,125.50", { amount: 112_550, currency: "CAD" }],
    ["money", "80 EUR", { amount: 8_000, currency: "EUR" }],
    ["money", "JPY 500", { amount: 500, currency: "JPY" }],
    ["location", "45.5017, -73.5673", { lat: 45.5017, lng: -73.5673 }],
    ["money", "€12.50", { amount: 1_250, currency: "EUR" }],
    ["money", "£100", { amount: 10_000, currency: "GBP" }],
    ["text", "Oui", "Oui"],
  ] as const)("of the kind %s is read from « %s »", (kind, text, value) =>
    expect(customValue({ kind }, text, french)).toEqual(value),
  );

  it("takes a lone comma as the account's language does", () => {
    expect(customValue({ kind: "number" }, "1,234", french)).toBe(1.234);
    expect(customValue({ kind: "number" }, "1,234", english)).toBe(1234);
    expect(customValue({ kind: "number" }, "12,5", english)).toBe(12.5);
    expect(customValue({ kind: "money" }, "$12,500", english)).toEqual({ amount: 1_250_000, currency: "CAD" });
  });

  it("takes dollars for the account's own, where it has dollars", () =>
    expect(customValue({ kind: "money" }, "12 $", { language: "fr", currency: "EUR", country: "CA" })).toBe("12 $"));

  it.each([
    ["boolean", "peut-être"],
    ["number", "douze"],
    ["money", "12,505 $"],
    ["money", "gratuit"],
    ["location", "Laval"],
    ["location", "95, 10"],
  ] as const)("of the kind %s stays as it is where it says something else: « %s »", (kind, text) =>
    expect(customValue({ kind }, text, french)).toBe(text),
  );

  property.prop([
    fc.oneof(
      fc.tuple(fc.constant("boolean" as const), fc.boolean()),
      fc.tuple(fc.constant("number" as const), fc.integer({ min: -1e9, max: 1e9 })),
      fc.tuple(
        fc.constant("money" as const),
        fc.record({ amount: fc.integer({ min: -1e11, max: 1e11 }), currency: fc.constantFrom("CAD", "EUR", "JPY") }),
      ),
      fc.tuple(
        fc.constant("location" as const),
        fc.record({ lat: fc.integer({ min: -90, max: 90 }), lng: fc.integer({ min: -180, max: 180 }) }),
      ),
    ),
  ])("comes back from an export as it left", ([kind, value]) => {
    expect(customValue({ kind }, customText(value), { language: "fr", currency: "CHF", country: "CA" })).toEqual(value);
  });

  it("that is none goes into an export all the same", () => {
    const odd = [{ amount: 1, currency: "" }, { make: "Ford" }] as unknown as CustomValue[];
    expect(odd.map(customText)).toEqual(['{"amount":1,"currency":""}', '{"make":"Ford"}']);
  });
});
