import { describe, expect, it } from "vitest";
import type { Schema } from "../../../../shared/http/contract.ts";
import * as field from "../../../../shared/http/fields.ts";

/** What is stored, or why it is not. */
const read = (schema: Schema, value: unknown): unknown => {
  const { success, data, error } = schema.safeParse(value);
  return success ? data : error.issues.map(({ message }) => message);
};

describe("a name", () => {
  it.each(["a\r\nBcc: x", "a\nb", "a\u2028b", "a\u0000b"])("is on one line: %j is refused", (typed) => {
    expect(read(field.text(1, 100), typed)).toEqual([expect.stringMatching(/^Line breaks and other control/)]);
  });
  it.each(["\u200B", "  ", "\u202E"])("can be seen: %j is empty", (typed) => {
    expect(read(field.text(1, 100), typed)).toHaveLength(1);
  });
  it("loses marks that turn its direction", () => expect(read(field.text(1, 9), "\u202Eabc")).toBe("abc"));
});

describe("a note", () => {
  it("has lines", () => expect(read(field.lines(1, 100), "a\r\nb")).toBe("a\nb"));
  it("has no control characters", () => {
    expect(read(field.lines(1, 100), "a\u0000b")).toEqual(["Control characters are not allowed"]);
  });
});

describe("an e-mail address", () => {
  it.each(["info@café-élan.example", "zoe@Müller.example", "a@例え.example", "Zoé <x"])("%s", (typed) => {
    expect(read(field.email(), typed)).toEqual(typed.includes("<") ? ["Not an e-mail address"] : typed);
  });
  it.each(["@example.org", "a@b", "a b@example.org", "é@example.org", ""])("%j is none", (typed) => {
    expect(read(field.email(), typed)).toEqual(["Not an e-mail address"]);
  });
});

describe("codes of ISO", () => {
  it.each([
    [field.country(), "AA"],
    [field.country(), "QQ"],
    [field.country(), "ca"],
    [field.currency(), "AAA"],
    [field.currency(), "XXX"],
    [field.language(), "zz"],
    [field.language(), "fra"],
  ])("%# are those of the lists: %s is none", (schema, code) => {
    expect(read(schema, code)).toEqual([expect.stringMatching(/^Expected a (country|currency|language) like/)]);
  });
  it("are taken", () => {
    expect([read(field.country(), "BE"), read(field.currency(), "EUR"), read(field.language(), "nl")]).toEqual([
      "BE",
      "EUR",
      "nl",
    ]);
  });
});

describe("a number in a query", () => {
  it.each(["0x5", "1e1", "+5", "-1", " 5", "5.0", "abc", "", "101", "0"])("%j is none", (typed) => {
    expect(read(field.wholeNumber(1, 100), typed)).toHaveLength(1);
  });
  it("is written in digits", () =>
    expect([read(field.wholeNumber(1, 100), "5"), read(field.wholeNumber(1, 100), "100")]).toEqual([5, 100]));
});
