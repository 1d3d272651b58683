import { cut } from "./cut.ts";
import { fold } from "./fold.ts";
import { searchFold } from "./search-fold.ts";
import { firstWithLast, MOST_WORDS, type Searchable, turns, withoutBeginnings, wordsOf } from "./search-tokens.ts";
import { digitsOf, TOKEN_LENGTH } from "./token.ts";

/** Names have two hundred characters, which are rarely more words. */
const MOST_TOKENS = 64;
const LAST_DIGITS = 4;

/**
 * Further tokens, for the other ways in which people type a value; none for most names.
 *
 * - A name of more than eight words is found by every one of them.
 * - Of two words with a hyphen or an apostrophe, one may be typed in one piece and the other not: `jean-pierre lecuyer`.
 * - ä, ö, ü, å and ø may be typed as two letters: `mueller`.
 * - Arabic and Hebrew are found with or without their marks, Chinese, Japanese and Korean names by their last characters.
 * - A phone is found by its national number without the zero before it, and by its last four digits.
 *
 * @param known tokens that are there already: what they begin with is found by them
 * @param further tokens to add, of what is found as a whole only
 */
export const otherTokensOf = (
  values: readonly Searchable[],
  known: readonly string[],
  further: readonly string[] = [],
): string[] => {
  const tokens = [...further, ...values.flatMap((searchable) => otherForms(searchable, known))].map((token) =>
    cut(token, TOKEN_LENGTH).trimEnd(),
  );
  return withoutBeginnings([...new Set(tokens)])
    .filter((token) => token.length > 1 && !known.some((other) => other.startsWith(token)))
    .slice(0, MOST_TOKENS);
};

const otherForms = ({ kind, value }: Searchable, known: readonly string[]): string[] => {
  switch (kind) {
    case "text":
      return textForms(value);
    case "phone":
      return phoneForms(value, known);
    case "email":
    case "exact":
      return [];
  }
};

/** Nothing but letters that are typed in one way, or folded to one: most names, which need not be looked at closer. */
const PLAIN = /^[a-z0-9 àâçèéêëîïñôùûœæ]*$/i;

const textForms = (value: string): string[] => {
  if (PLAIN.test(value) && value.split(" ").length <= MOST_WORDS) return [];
  const folded = searchFold(value);
  const words = wordsOf(folded, MOST_TOKENS);
  const isLong = words.length > MOST_WORDS;
  return [
    ...(isLong || folded !== fold(value) ? turns(words) : []),
    ...(isLong ? firstWithLast(words) : []),
    ...mixedForms(value, folded).flatMap((form) => turns(wordsOf(form))),
    ...(SPELLED_OUT_LETTERS.test(value.normalize("NFC")) ? turns(wordsOf(fold(spelledOut(value)))) : []),
    ...words.flatMap(endings),
  ];
};

/** Words with signs in them, some in one piece and the others not: by the kind of sign, and where there are two, each. */
const mixedForms = (value: string, apart: string): string[] => {
  const parts = value.split(/\s+/).map(searchFold);
  const signed = parts.flatMap((part, index) => (part.includes(" ") ? [index] : []));
  if (signed.length === 0) return [];
  const together = (chosen: readonly number[]) =>
    parts.map((part, index) => (chosen.includes(index) ? part.replaceAll(" ", "") : part)).join(" ");
  const forms = [
    searchFold(value.replace(/['’ʼ‘`´]/g, "")),
    searchFold(value.replace(/[-‐‑–]/g, "")),
    ...(signed.length === 2 ? signed.map((index) => together([index])) : []),
  ];
  return [...new Set(forms)].filter((form) => form !== apart && form !== together(signed));
};

const SPELLED_OUT: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe" };
const SPELLED_OUT_LETTERS = /[äöüåø]/i;
const spelledOut = (value: string): string =>
  value.normalize("NFC").replace(/[äöüåø]/gi, (letter) => SPELLED_OUT[letter.toLowerCase()] ?? letter);

/** A family name and a given name stand together without a blank: 李小龍 is found by 小龍. */
const endings = (word: string): string[] => {
  const letters = [...word];
  if (letters.length > LONGEST_NAME || !letters.every((letter) => UNSPACED.test(letter))) return [];
  return letters.slice(1, -1).map((_, index) => letters.slice(index + 1).join(""));
};
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const LONGEST_NAME = 8;

const phoneForms = (value: string, known: readonly string[]): string[] => {
  const digits = digitsOf(value);
  if (digits.length <= LAST_DIGITS) return [];
  return [...withoutTrunk(digits, known), digits.slice(-LAST_DIGITS)];
};

/** What the international and the national digits have in common: `475123456` of 32475123456 and 0475123456. */
const withoutTrunk = (international: string, known: readonly string[]): string[] =>
  known.flatMap((token) => {
    if (token === international || !/^\d{6,}$/.test(token) || international.endsWith(token)) return [];
    const rest = [token.slice(1), token.slice(2)].find((digits) => international.endsWith(digits));
    return rest === undefined ? [] : [rest];
  });
