import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { mergePatch } from "../../../../shared/http/merge-patch.ts";

const members = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
const withoutNulls = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutNulls(member)]));
};

/** The same rule as the RFC writes it, for whatever JSON value. */
const asTheRfcSays = (target: unknown, patch: unknown): unknown => {
  const wrapped = mergePatch<Record<string, unknown>>({ it: target }, { it: patch });
  return wrapped.it;
};

describe("a merge patch", () => {
  // RFC 7396, appendix A.
  it.each([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("turns %j with %j into %j", (target, patch, outcome) => {
    expect(asTheRfcSays(target, patch)).toEqual(outcome);
  });

  test.prop([members, members])("changes neither of its arguments", (target, patch) => {
    const before = JSON.stringify([target, patch]);
    mergePatch(target, patch);
    expect(JSON.stringify([target, patch])).toBe(before);
  });

  test.prop([members, members])("applied twice changes nothing more", (target, patch) => {
    const once = mergePatch(target, patch);
    expect(mergePatch(once, patch)).toEqual(once);
  });

  test.prop([members])("of nothing is the patch without its nulls", (patch) => {
    expect(mergePatch({}, patch)).toEqual(withoutNulls(patch));
  });

  test.prop([members])("that is empty changes nothing", (target) => {
    expect(mergePatch(target, {})).toEqual(target);
  });

  test.prop([members, fc.string()])("with an undefined member leaves that member as it is", (target, name) => {
    expect(mergePatch(target, { [name]: undefined })).toEqual(target);
  });

  it("cannot reach the prototype", () => {
    const patch = JSON.parse('{ "__proto__": { "admin": true } }');
    expect(mergePatch<Record<string, unknown>>({}, patch).admin).toBeUndefined();
  });
});
