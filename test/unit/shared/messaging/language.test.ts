import { expect, it } from "vitest";
import { acceptedLanguages, languageOf, languageTagOf } from "../../../../shared/messaging/language.ts";

it("the first preference that we write wins", () => {
  expect(languageOf("fr-CA", "en")).toBe("fr");
  expect(languageOf("nl", undefined, "fr")).toBe("fr");
  expect(languageOf("nl")).toBe("en");
  expect(languageOf()).toBe("en");
});

it("a browser's preferences are read by their weight", () => {
  expect(acceptedLanguages("nl;q=0.5, fr-BE, en;q=0.8, *;q=0")).toEqual(["fr-BE", "en", "nl"]);
  expect(acceptedLanguages(undefined)).toEqual([]);
});

it("a language is written as a country writes it: the one that a preference names, else the business's", () => {
  expect(languageTagOf("BE", "fr")).toBe("fr-BE");
  expect(languageTagOf("FR", undefined, "fr")).toBe("fr-FR");
  expect(languageTagOf("LU", "fr")).toBe("fr-BE");
  expect(languageTagOf("MA", "fr")).toBe("fr-FR");
  expect(languageTagOf("CA", "en")).toBe("en-CA");
  expect(languageTagOf("BE", "nl", "en")).toBe("en-GB");
  expect(languageTagOf("CA", "fr", "fr-BE")).toBe("fr-BE");
  expect(languageTagOf("CA", "fr", "en-US")).toBe("fr-CA");
  expect(languageTagOf(undefined, "fr-CA")).toBe("fr-CA");
  expect(languageTagOf(undefined, "fr")).toBe("fr");
  expect(languageTagOf(undefined, "de-DE")).toBe("en");
});
