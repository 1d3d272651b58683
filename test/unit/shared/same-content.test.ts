import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { sameContent } from "../../../shared/same-content.ts";

const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true });

describe("two versions of a resource", () => {
  test.prop([objects, objects])("have the same content when they say the same as JSON", (a, b) => {
    const canonical = (value: unknown): string =>
      JSON.stringify(value, (_, inner: unknown) =>
        inner && typeof inner === "object" && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
          : inner,
      );
    const content = { a };
    expect(sameContent(content, { a: b })).toBe(canonical(a) === canonical(b));
    expect(sameContent(content, structuredClone(content))).toBe(true);
  });

  it.each([
    [{ name: "a", version: 1, updatedAt: "x" }, { name: "a", version: 2, updatedBy: "y" }, true],
    [{ name: "a", note: undefined }, { name: "a" }, true],
    [{ name: "a" }, { name: "a", note: undefined, source: "api" }, true],
    [{ name: "a", tags: ["b", "c"] }, { name: "a", tags: ["c", "b"] }, false],
    [{ name: "a", fields: { version: 1 } }, { name: "a", fields: { version: 2 } }, false],
    [{ name: "a" }, { name: "a", note: null }, false],
    [{ tags: [] }, { tags: {} }, false],
    [{ at: { lat: 1 } }, { at: undefined }, false],
  ])("%j and %j: %s", (a, b, expected) => {
    expect(sameContent(a, b)).toBe(expected);
    expect(sameContent(b, a)).toBe(expected);
  });
});
