import { fold } from "./fold.ts";

/** Vowel signs and other marks of Arabic and Hebrew, the hamza, the tatweel: most people leave them out. */
const OFTEN_LEFT_OUT = /[\u0591-\u05c7\u0610-\u061a\u0621\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g;
/** Letters that are typed one for the other, those of a Persian or Urdu keyboard among them. */
const LIKE: Readonly<Record<string, string>> = { ٱ: "ا", ى: "ي", ی: "ي", ة: "ه", ک: "ك" };
const LIKE_LETTERS = new RegExp(`[${Object.keys(LIKE).join("")}]`, "g");
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
const ARABIC_OR_HEBREW = /[\u0590-\u06ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Text as it is searched for: folded, and in Arabic and Hebrew with one form of each letter, so that أحمد and احمد are one
 * name. Lists and unique names keep the distinction: their keys are made by `fold` alone.
 */
export const searchFold = (text: string): string => fold(ARABIC_OR_HEBREW.test(text) ? simplified(text) : text);

/** Digits of any keyboard as those of a phone. */
export const plainDigits = (text: string): string =>
  text.replace(OTHER_DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf));

const simplified = (text: string): string =>
  // The decomposition parts alifs, waws and yas from the hamza or madda that they carry.
  plainDigits(text.normalize("NFKD"))
    .replace(OFTEN_LEFT_OUT, "")
    .replace(LIKE_LETTERS, (letter) => LIKE[letter] ?? letter);
