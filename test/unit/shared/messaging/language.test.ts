import { expect, it } from "vitest";
import { acceptedLanguages, languageOf } from "../../../../shared/messaging/language.ts";

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
