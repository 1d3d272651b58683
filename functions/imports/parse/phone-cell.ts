import { phoneNumber } from "../../../shared/text/contact.ts";
import { fold } from "../../../shared/text/fold.ts";

/** One number of a cell; without `number`, what was typed is none. */
export interface TypedPhone {
  typed: string;
  number?: string;
  /** The word that stands with it: `cell`, `bureau`. */
  label?: string;
}

const BETWEEN = /\s*(?:;|,|\n|\||&|\s\/\s|\s+(?:ou|or|et|and|of|oder|y)\s+|\s+(?=[\p{L}.]{2,12}\s*:\s*[+(\d]))\s*/iu;
/** « poste 23 » belongs to the number before it. */
const FEWEST_DIGITS = 6;
const WORD_BEFORE = /^([\p{L}.]{1,12})\s*[.:]?\s*(?=[+(\d])/u;
const WORD_AFTER = /\s*[([]?\s*([\p{L}.]{2,12})\s*[)\]]?$/u;

/** The phone numbers of a cell, however many: `(514) 555-0121, (514) 555-0122`, `cell. 514 555-0121 / rés. 514 555-0122`. */
export const phonesOfCell = (cell: string, region: string): TypedPhone[] => {
  const whole = phoneNumber(dialled(cell), region);
  if (whole) return [{ typed: cell, number: whole.e164 }];
  if (SCIENTIFIC.test(cell.trim())) return [{ typed: cell }];
  return apart(cell).map((typed) => withWord(typed, region));
};

const DECIMAL = /^(\d{7,15})[.,]0+$/;
/** Some programs quote a number for spreadsheets, which leave the marks in the cell. */
const QUOTES = /^['’"]+|['’"]+$/g;
const SCIENTIFIC = /^(\d)[.,](\d+)E\+?(\d{1,2})$/i;

/** Programs write a number that they took for an amount as `5145550101.0` or, every digit of it, as `5.145550101E+09`. */
const dialled = (cell: string): string => {
  const text = cell.trim().normalize("NFKC").replace(QUOTES, "");
  const [, whole] = DECIMAL.exec(text) ?? [];
  if (whole) return whole;
  const [, first = "", others = "", exponent] = SCIENTIFIC.exec(text) ?? [];
  return others.length === Number(exponent) ? first + others : text;
};

const apart = (cell: string): string[] => {
  const parts: string[] = [];
  for (const part of cell.split(BETWEEN)) {
    if (part.trim() === "") continue;
    const digits = part.replace(/\D/g, "").length;
    const isExtension = parts.length > 0 && digits > 0 && digits < FEWEST_DIGITS;
    if (isExtension) parts[parts.length - 1] += `, ${part}`;
    else parts.push(part.trim());
  }
  return parts;
};

const withWord = (typed: string, region: string): TypedPhone => {
  const alone = phoneNumber(typed, region);
  if (alone) return { typed, number: alone.e164 };
  const word = WORD_BEFORE.exec(typed)?.[1] ?? WORD_AFTER.exec(typed)?.[1];
  const number = phoneNumber(typed.replace(WORD_BEFORE, "").replace(WORD_AFTER, ""), region)?.e164;
  const label = word && fold(word);
  return number ? { typed, number, ...(label && !SAYS_NOTHING.test(label) ? { label } : {}) } : { typed };
};

const SAYS_NOTHING = /^(?:t|tel|telephone|phone|ph|no|n|num|numero|call)$/;
