import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { renderTemplate } from "../../../../local/mail/template.ts";

describe("an inline template", () => {
  test("puts values in, unescaped, as SES does", () => {
    expect(renderTemplate("Hi {{ name }}, {{client.city}}", { name: "<b>Anna</b>", client: { city: "Gent" } })).toBe(
      "Hi <b>Anna</b>, Gent",
    );
  });

  test("fails for a value that is not there, and for anything but plain substitution", () => {
    expect(() => renderTemplate("{{gone}}", {})).toThrow("Attribute 'gone' is not present in the rendering data.");
    expect(() => renderTemplate("{{#if x}}y{{/if}}", { x: 1 })).toThrow("not a plain variable");
  });

  property.prop([fc.string().filter((text) => !text.includes("{{"))])("leaves text without variables alone", (text) => {
    expect(renderTemplate(text, {})).toBe(text);
  });
});
