import { withoutGuard } from "../formula-guard.ts";

/** Nothing in it to take out or to read otherwise: most cells are so. */
const PLAIN = /^(?:[\w(À-ÖØ-öø-ÿ](?:[\x20-\x7eÀ-ÖØ-öø-ÿ]*[\x21-\x7eÀ-ÖØ-öø-ÿ])?)?$/;
/** Control characters but tab and line feed, and what is no character at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu;
/** Marks that are not seen: directions of writing, soft hyphens, joints and spaces without width. */
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
/** Spaces of another width, the thin one of French thousands among them. */
const SPACES = /[\u2000-\u200a\u202f\u205f\u3000]/g;
/** How a program makes a spreadsheet keep the zeros of a number: as a formula that is a text. */
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/;

/**
 * The text of a cell: no spaces around it, line feeds alone at the end of lines, nothing invisible in it, what keeps a
 * spreadsheet from reading it (our guard against formulas, `="01000"`, `'0612`) taken off, and accents that were read
 * in the wrong encoding by the program that wrote it (`NoÃ©mie`) read again.
 * @param isOurs a cell of our own export: there the guard comes first, and an apostrophe behind a space is the client's
 */
export const cellText = (cell: string, isOurs = false): string => {
  if (PLAIN.test(cell)) return cell;
  if (isOurs) return mended(seenText(withoutGuard(cell)));
  const text = seenText(cell);
  const formula = TEXT_FORMULA.exec(text);
  if (formula) return (formula[1] ?? "").replaceAll('""', '"').trim();
  return mended(withoutGuard(text));
};

const seenText = (cell: string): string =>
  cell.replace(/\r\n?/g, "\n").replace(CONTROLS, "").replace(INVISIBLE, "").replace(SPACES, " ").trim();

/** A replacement character: the letter that stood there was lost before the file was written. */
export const hasLostLetters = (text: string): boolean => text.includes("\ufffd");

const MISREAD = /[ÂÃâÅÄ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;
/** What Windows-1252 reads for the bytes 0x80 to 0x9f. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** UTF-8 that was read as Windows-1252, read as what it is. */
const mended = (text: string): string => {
  if (!MISREAD.test(text)) return text;
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    const byte = code < 0x100 ? code : WINDOWS_1252.indexOf(character) + 0x80;
    if (character.length > 1 || byte < (code < 0x100 ? 0 : 0x80)) return text;
    bytes.push(byte);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return text;
  }
};
