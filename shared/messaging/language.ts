/**
 * The languages that pages and e-mails are written in. French texts hold no-break spaces (U+00A0) where French wants a
 * space before a sign, inside « » and before a unit, so that no line begins with a colon. Not the narrow one (U+202F),
 * fine as it is before ; ! and ?: Outlook's fonts on Windows may draw it as a box, and its width is a wish at best.
 */
export type Language = "fr" | "en";

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
