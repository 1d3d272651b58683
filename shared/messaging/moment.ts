import type { Language } from "./language.ts";

/** A moment as the day it falls on in a time zone: `12 mars 2026`, `1er avril 2026`, `12 March 2026`. */
export const dayInWords = (moment: string, language: Language, timeZone: string): string => {
  const locale = language === "fr" ? "fr" : "en-GB";
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(new Date(moment));
  return language === "fr" ? day.replace(/^1 /, "1er ") : day;
};
