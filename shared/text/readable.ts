/** What nobody sees and no text needs: marks of direction that come with pasted numbers, joiners and breaks of no width. */
const UNSEEN = /[\u00AD\u061C\u200B\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
const MAY_BE_ODD = /[\p{Cc}\p{Default_Ignorable_Code_Point}]/u;
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/**
 * A text as people read it: without blanks around it, without marks that turn its direction or are not seen, so that two
 * names that look the same are the same. Empty when nothing of it can be seen. Emoji and the scripts that join their letters
 * keep their joiners (Unicode Technical Report 36, section 2.10).
 */
export const readable = (text: string): string => {
  const trimmed = text.trim();
  if (!MAY_BE_ODD.test(trimmed)) return trimmed;
  const seen = trimmed.replace(UNSEEN, "").replaceAll("\t", " ").trim();
  return VISIBLE.test(seen) ? seen : "";
};

/** The same for a text of several lines, each ending in a line feed. */
export const readableLines = (text: string): string =>
  MAY_BE_ODD.test(text) ? readable(text.replace(/\r\n?/g, "\n").replaceAll("\t", "\u0020\u0020")) : text.trim();

/** Control characters, line breaks among them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them, in a form that the OpenAPI document can hold.
export const ONE_LINE = /^[^\u0000-\u001F\u007F-\u009F\u2028\u2029]*$/;
/** Control characters other than the line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
export const LINES = /^[^\u0000-\u0009\u000B-\u001F\u007F-\u009F]*$/;
