import type { Language } from "./language.ts";

/** A moment as the day it falls on in a time zone: `12 mars 2026`, `12 March 2026`. */
export const dayInWords = (moment: string, language: Language, timeZone: string): string =>
  new Intl.DateTimeFormat(language === "fr" ? "fr" : "en-GB", { dateStyle: "long", timeZone }).format(new Date(moment));
