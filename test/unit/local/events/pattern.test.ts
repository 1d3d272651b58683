import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { compilePattern } from "../../../../local/events/pattern.ts";

const matches = (pattern: unknown, event: unknown) => compilePattern(pattern)(event);

describe("event patterns", () => {
  test("every field must match, one of its values is enough", () => {
    const pattern = { source: ["clientele"], "detail-type": ["client.created", "client.updated"] };
    expect(matches(pattern, { source: "clientele", "detail-type": "client.updated", other: 1 })).toBe(true);
    expect(matches(pattern, { source: "clientele", "detail-type": "client.archived" })).toBe(false);
    expect(matches(pattern, { source: "clientele" })).toBe(false);
  });

  test("nested fields are followed, through lists too", () => {
    const pattern = { detail: { bucket: { name: ["files"] }, tags: { key: ["a"] } } };
    expect(matches(pattern, { detail: { bucket: { name: "files" }, tags: [{ key: "b" }, { key: "a" }] } })).toBe(true);
    expect(matches(pattern, { detail: { bucket: { name: "files" }, tags: [{ key: "b" }] } })).toBe(false);
    expect(matches(pattern, { detail: "text" })).toBe(false);
  });

  test.each([
    [[{ prefix: "acc_" }], "acc_1", "cli_1"],
    [[null], null, "null"],
    [[true], true, "true"],
    [[1, 2], 2, "2"],
  ])("%j takes %j and refuses %j", (expected, taken, refused) => {
    expect(matches({ field: expected }, { field: taken })).toBe(true);
    expect(matches({ field: expected }, { field: refused })).toBe(false);
  });

  test("exists asks whether the field is there at all", () => {
    const pattern = { dynamodb: { NewImage: { gone: [{ exists: false }] } } };
    expect(matches(pattern, { dynamodb: { NewImage: { there: 1 } } })).toBe(true);
    expect(matches(pattern, { dynamodb: {} })).toBe(true);
    expect(matches(pattern, { dynamodb: { NewImage: { gone: null } } })).toBe(false);
  });

  test.each([
    { a: [{ cidr: "10.0.0.0/8" }] },
    { a: [{ prefix: 1 }] },
    { a: [{ exists: true, prefix: "acc_" }] },
    { a: "text" },
    { $or: [{ a: ["1"] }] },
    [],
  ])("%j is refused when it is compiled", (pattern) => {
    expect(() => compilePattern(pattern)).toThrow();
  });

  property.prop([
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => !key.startsWith("$")),
      fc.string(),
    ),
  ])("a pattern made of an event's own values matches that event", (event) => {
    const pattern = Object.fromEntries(Object.entries(event).map(([key, value]) => [key, [value]]));
    expect(matches(pattern, event)).toBe(true);
  });
});
