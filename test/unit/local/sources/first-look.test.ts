import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { compilePattern } from "../../../../local/events/pattern.ts";
import { firstLook } from "../../../../local/sources/first-look.ts";

const named = (entities: string[]) => ({ entity: { S: entities } });
const patterns = [
  { eventName: ["INSERT", "MODIFY"], dynamodb: { NewImage: named(["client", 'a "note"']) } },
  { eventName: ["REMOVE"], dynamodb: { OldImage: named(["client", 'a "note"']) } },
];

const entity = fc.constantFrom("client", "find", "facet", 'a "note"', "a\\note", 'x"entity":{"S":"client"}');
const image = fc.record(
  {
    entity: fc.record({ S: entity }),
    name: fc.record({ S: entity }),
    inner: fc.record({ M: fc.dictionary(entity, fc.record({ S: entity })) }),
  },
  { requiredKeys: [] },
);

property.prop([image])("a first look passes nothing by that a pattern matches", (item) => {
  const record = { eventName: "INSERT", dynamodb: { NewImage: item } };
  const matches = patterns.some((pattern) => compilePattern(pattern)(record));
  if (matches) expect(firstLook(patterns)(JSON.stringify(item))).toBe(true);
});

test("a first look passes by what is named by no pattern", () => {
  const looksWanted = firstLook(patterns);
  expect(looksWanted('{"pk":{"S":"acc"},"entity":{"S":"find"}}')).toBe(false);
  expect(looksWanted('{"entity":{"S":"client"},"pk":{"S":"acc"}}')).toBe(true);
});

test.each([
  ["one names no values", [...patterns, { dynamodb: { Keys: { pk: { S: ["a"] } } } }]],
  ["they name other attributes", [...patterns, { dynamodb: { NewImage: { kind: { S: ["a"] } } } }]],
  ["values are described", [{ dynamodb: { NewImage: { entity: { S: [{ prefix: "cl" }] } } } }]],
  ["there are none", []],
])("a first look lets everything pass where %s", (_, own) => {
  expect(firstLook(own)('{"entity":{"S":"find"}}')).toBe(true);
});
