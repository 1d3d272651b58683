import { marshall } from "@aws-sdk/util-dynamodb";
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { ClientType, CustomField } from "../../../../shared/entities/client.ts";
import { customFields } from "../../../../shared/entities/custom-fields.ts";

const contact = { email: () => undefined, phone: () => undefined };
const kinds = [
  "number",
  "money",
  "location",
  "boolean",
  "text",
  "multi_choice",
] as const satisfies CustomField["kind"][];

const numbers = fc.oneof(fc.double(), fc.constantFrom(5e-324, 1.7e308, -1e126, 1e-131, 0, -0));
const anything = fc.oneof(
  numbers,
  fc.record({ lat: numbers, lng: numbers }),
  fc.record({ amount: numbers, currency: fc.constantFrom("CAD", "", "dollars") }),
  fc.jsonValue(),
);

const storedOf = (value: unknown, field?: CustomField) => {
  const type = field && { id: "ctp_1", name: "Type", sections: [{ name: "S", fields: [field] }] };
  return customFields({ x: value }, { type: type as ClientType | undefined, contact, country: "CA" }, () => undefined);
};

test.prop([anything, fc.constantFrom(undefined, ...kinds)])(
  "whatever is given as a custom value, what is kept of it can be stored and is of a kind that we know",
  (value, kind) => {
    const field = kind && { key: "x", label: "X", kind, required: false, searchable: false, filterable: false };
    const { x } = storedOf(value, field);
    expect(() => marshall({ x }, { removeUndefinedValues: true })).not.toThrow();
    for (const number of [x].flatMap((of) => (typeof of === "object" ? Object.values(of) : [of])))
      if (typeof number === "number" && number !== 0) {
        expect(Math.abs(number)).toBeGreaterThan(1e-130);
        expect(Math.abs(number)).toBeLessThan(1e126);
      }
    if (typeof x === "object" && !Array.isArray(x))
      expect([
        ["amount", "currency"],
        ["lat", "lng"],
      ]).toContainEqual(Object.keys(x));
  },
);
