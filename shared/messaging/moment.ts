import { type LanguageTag, languageIn } from "./language.ts";

/** A moment as the day it falls on in a time zone, as its readers write it: `1er avril 2026`, `12 March 2026`. */
export const dayInWords = (moment: string, language: LanguageTag, timeZone: string): string => {
  const tag = language === "en" ? "en-GB" : language;
  const day = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone }).format(new Date(moment));
  return languageIn(language) === "fr" ? day.replace(/^1 /, "1er ") : day;
};
