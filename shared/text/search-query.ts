import { cut } from "./cut.ts";
import { isNumberEnd, numbersMeant } from "./dialled-numbers.ts";
import { withoutExtension } from "./phone-extension.ts";
import { plainDigits, searchFold } from "./search-fold.ts";
import { digitsOf, TOKEN_LENGTH } from "./token.ts";

/**
 * What to look for. `prefix`: the tokens that begin with any of `prefixes` (one, or two when digits may be a phone or a
 * text), each of two characters or more; `numbers`: the beginnings of E.164 numbers that were meant, where digits were typed;
 * `ends`: what such a number may end with, as it does without its area code; `whole` is a text that is longer than tokens are. `letter`: a single character. `nothing`: no letter and no digit was typed.
 */
export type FindQuery =
  | { kind: "prefix"; prefixes: [string, ...string[]]; numbers?: readonly string[]; ends?: string; whole?: string }
  | { kind: "letter"; letter: string }
  | { kind: "nothing" };

const PHONE_LIKE = /^[+(]?[\d\s()+.\-/·]*$/;
const TRUNK_ZERO = /\(0\)/g;
const INTERNATIONAL_PREFIX = /^00(?=[1-9])/;

/**
 * Turns what was typed into what tokens must begin with, folded like the tokens themselves, so that `Côte Noé` finds
 * Noémie Côté.
 *
 * Tokens hold whole values of up to 64 characters; a prefix longer than the ten that a search box takes therefore finds
 * the exact match, and only what begins with it besides. Digits written as a phone (`(514) 555`, `+1 514 55`, `0032 47`)
 * become digits alone, as phone tokens are; when they were separated, the text they may be is looked for as well.
 *
 * One character would have to read every partition of the index, which are named after two: it is answered from the
 * alphabetical list instead (names that begin with it), which is what people expect of one letter.
 */
export const queryTokens = (typed: string): FindQuery => {
  const whole = searchFold(typed);
  const text = cut(whole, TOKEN_LENGTH).trimEnd();
  const dialled = dialledIn(plainDigits(typed));
  const prefixes = [...new Set([dialled?.digits ?? text, text])].filter((prefix) => prefix.length > 1);
  const [first, ...others] = prefixes;
  if (first)
    return {
      kind: "prefix",
      prefixes: [first, ...others],
      ...(dialled && dialled.digits.length > 1 ? { numbers: dialled.numbers } : {}),
      ...(dialled?.ends === undefined ? {} : { ends: dialled.ends }),
      ...(whole.length > TOKEN_LENGTH ? { whole } : {}),
    };
  return text === "" ? { kind: "nothing" } : { kind: "letter", letter: text };
};

/** Digits that are written as a phone is, the numbers that they may begin, and what they may end with. */
const dialledIn = (typed: string): { digits: string; numbers: string[]; ends?: string } | undefined => {
  const dialled = writtenAsPhone(typed.trim());
  if (dialled === undefined) return undefined;
  const all = digitsOf(dialled.replace(TRUNK_ZERO, ""));
  const digits = cut(all.replace(INTERNATIONAL_PREFIX, ""), TOKEN_LENGTH);
  if (dialled.startsWith("+") || INTERNATIONAL_PREFIX.test(all)) return { digits, numbers: [`+${digits}`] };
  return { digits, numbers: numbersMeant(digits), ...(isNumberEnd(digits) ? { ends: digits } : {}) };
};

/** Links and signatures say more than the number: `tel:+1-418-555-0147`, `418 555-0147 poste 12`. */
const writtenAsPhone = (typed: string): string | undefined => {
  if (PHONE_LIKE.test(typed)) return typed;
  const number = withoutExtension(typed.replace(/^tel:/i, ""));
  return PHONE_LIKE.test(number) && digitsOf(number).length >= SHORTEST_NUMBER ? number : undefined;
};
const SHORTEST_NUMBER = 7;
