import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { phoneNumber } from "../../../../shared/text/contact.ts";
import { emailAddress } from "../../../../shared/text/email-address.ts";

describe("an e-mail address", () => {
  it.each([
    ["  Noemie.Cote@Example.COM ", "noemie.cote@example.com"],
    ["o'neill+facture@sous.domaine.example", "o'neill+facture@sous.domaine.example"],
    ["mailto:a@example.org", "a@example.org"],
    ["info@garage-côté.ca", "info@xn--garage-ct-j4a3j.ca"],
    [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
  ])("%s is stored as %s", (typed, stored) => expect(emailAddress(typed)).toBe(stored));

  it.each([
    "",
    "pas-un-courriel",
    "a@b",
    "@example.com",
    "a@",
    "a@@example.com",
    "a b@example.com",
    ".a@example.com",
    "a.@example.com",
    "a..b@example.com",
    "a@-example.com",
    "a@example-.com",
    "a@example..com",
    "a@example.c",
    "a@192.168.0.1",
    "a@example.123",
    "noémie@example.com",
    '"a b"@example.com',
    "a@[192.168.0.1]",
    "a@example.com, b@example.com",
    `${"a".repeat(65)}@example.com`,
    `a@${"b".repeat(64)}.com`,
    `a@${"bcd.".repeat(63)}com`,
    "a@exa mple.com",
    "a@example.com\u0000",
  ])("%s is none", (typed) => expect(emailAddress(typed)).toBeUndefined());

  test.prop([fc.emailAddress()])("is the same when read again", (typed) => {
    const stored = emailAddress(typed);
    expect(stored).toBe(typed.toLowerCase());
    expect(emailAddress(stored ?? "")).toBe(stored);
  });

  test.prop([fc.string({ unit: "grapheme" })])("never throws", (typed) => {
    expect(typeof emailAddress(typed)).toMatch(/string|undefined/);
  });
});

describe("a phone number", () => {
  it.each([
    ["(514) 555-1212", "CA", "+15145551212", "(514) 555-1212"],
    ["514.555.1212", "ca", "+15145551212", "(514) 555-1212"],
    ["1-514-555-1212", "CA", "+15145551212", "(514) 555-1212"],
    ["+1 514 555 1212 poste 12", "BE", "+15145551212", "(514) 555-1212"],
    ["514 555-1212 x4", "CA", "+15145551212", "(514) 555-1212"],
    ["0477/72.32.17", "BE", "+32477723217", "0477 72 32 17"],
    ["+32 (0)477 72 32 17", "CA", "+32477723217", "0477 72 32 17"],
    ["06 58 73 59 61", "FR", "+33658735961", "06 58 73 59 61"],
    ["079 111 57 71", "CH", "+41791115771", "079 111 57 71"],
    ["tel:+33658735961", "CA", "+33658735961", "06 58 73 59 61"],
    ["514‑555‑1212", "CA", "+15145551212", "(514) 555-1212"],
  ])("%s in %s is %s", (typed, region, e164, national) => {
    expect(phoneNumber(typed, region)).toMatchObject({ e164, national });
  });

  it("finds the country code again that a spreadsheet took the plus from", () => {
    expect(phoneNumber("32477723217", "CA")?.e164).toBe("+32477723217");
    expect(phoneNumber("15145551212", "BE")?.e164).toBe("+15145551212");
    expect(phoneNumber("0032477723217", "CA")?.e164).toBe("+32477723217");
  });

  it("finds the zero again that a spreadsheet took away", () => {
    expect(phoneNumber("658735961", "FR")?.e164).toBe("+33658735961");
  });

  it("with its country code is accepted on its length, without only if the country has it", () => {
    expect(phoneNumber("+1 555 123 4567", "CA")?.e164).toBe("+15551234567");
    expect(phoneNumber("555 123 4567", "CA")).toBeUndefined();
    expect(phoneNumber("0477/72.32.17", "CA")).toBeUndefined();
  });

  it("groups the digits for reading abroad", () => {
    expect(phoneNumber("5145551212", "CA")?.international).toBe("+1 514 555 1212");
  });

  it.each([
    ["n/d", "CA"],
    ["", "CA"],
    ["911", "CA"],
    ["514 555", "CA"],
    ["514 555-1212 ou 514 555-1313", "CA"],
    ["5,14555E+09", "CA"],
    ["1 800 FLOWERS", "CA"],
    ["5145551212", "ZZ"],
    ["5145551212", ""],
    ["+999 12345678", "CA"],
    ["12345678901234567890", "CA"],
  ])("%s in %s is none", (typed, region) => expect(phoneNumber(typed, region)).toBeUndefined());

  test.prop([fc.string({ unit: "grapheme" }), fc.constantFrom("CA", "BE", "FR", "CH", "??")])(
    "never throws",
    (typed, region) => {
      expect(typeof phoneNumber(typed, region)).toMatch(/object|undefined/);
    },
  );

  test.prop([fc.integer({ min: 2_000_000_000, max: 9_999_999_999 })])(
    "in E.164 is the same when read again",
    (digits) => {
      const phone = phoneNumber(String(digits), "CA");
      if (phone) expect(phoneNumber(phone.e164, "BE")).toEqual(phone);
    },
  );

  const codes: Readonly<Record<string, string>> = {
    CA: "1",
    US: "1",
    BE: "32",
    FR: "33",
    CH: "41",
    GB: "44",
    DE: "49",
  };
  test.prop([
    fc.constantFrom(...Object.keys(codes)),
    fc.constantFrom(...Object.values(codes)),
    fc.stringMatching(/^(514|418|212|800|475|6|0)?\d{4,9}$/),
  ])("in E.164 is what it is among other signs", (region, code, digits) => {
    const [stored, typed] = [`+${code}${digits}`, `tel:+${code} ${digits}`].map((text) => phoneNumber(text, region));
    expect(stored?.e164).toBe(typed?.e164);
    expect(stored?.international).toBe(typed?.international);
  });
});
