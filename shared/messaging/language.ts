import type { FrenchRegion } from "../text/french.ts";

/**
 * The languages that pages and e-mails are written in. French texts hold no-break spaces (U+00A0) where French wants a
 * space before a sign, inside « » and before a unit, so that no line begins with a colon. Not the narrow one (U+202F),
 * fine as it is before ; ! and ?: Outlook's fonts on Windows may draw it as a box, and its width is a wish at best.
 */
export type Language = "fr" | "en";

/** A language as a country writes it (BCP 47). Without a country, French is Québec's. */
export const languageTags = ["fr", "fr-CA", "fr-BE", "fr-FR", "en", "en-CA", "en-US", "en-GB"] as const;
export type LanguageTag = (typeof languageTags)[number];

/** The first of the preferences (BCP 47 tags, `fr` or `fr-CA`) that we write; English when there is none. */
export const languageOf = (...preferences: (string | undefined)[]): Language => {
  for (const preference of preferences) {
    const primary = preference?.toLowerCase().split("-", 1)[0];
    if (primary === "fr" || primary === "en") return primary;
  }
  return "en";
};

/** What a browser prefers (RFC 9110, section 12.5.4), as tags from the most to the least wanted. */
export const acceptedLanguages = (header: string | undefined): string[] =>
  (header ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";").map((piece) => piece.trim());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => tag !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);

export const languageIn = (tag: LanguageTag): Language => (tag.startsWith("fr") ? "fr" : "en");

/** Whose French a tag is. */
export const regionIn = (tag: LanguageTag): FrenchRegion => (tag === "fr-BE" ? "BE" : tag === "fr-FR" ? "FR" : "CA");

/**
 * The first of the preferences that we write, as a country writes it: the one that the preferences name with it, else the
 * business's own.
 * @param country ISO 3166-1 alpha-2
 */
export const languageTagOf = (country: string | undefined, ...preferences: (string | undefined)[]): LanguageTag => {
  const language = languageOf(...preferences);
  const named = preferences.find((tag) => tag?.includes("-") && languageOf(tag) === language && isOurs(tag));
  return tagFor(language, named?.split("-").at(-1) ?? country);
};

const isOurs = (tag: string): boolean => /^(?:fr|en)-/i.test(tag);

const tagFor = (language: Language, country: string | undefined): LanguageTag => {
  const region = country?.toUpperCase();
  if (!region) return language;
  if (language === "en") return region === "CA" || region === "US" ? `en-${region}` : "en-GB";
  if (region === "CA") return "fr-CA";
  // Luxembourg and the Netherlands say what Belgium says; everybody else reads the French of France.
  return BELGIAN.has(region) ? "fr-BE" : "fr-FR";
};

const BELGIAN = new Set(["BE", "LU", "NL"]);
