import { fold } from "../../../shared/text/fold.ts";
import { isSystemLabel, valuesOf } from "./google-contacts.ts";

/** What a cell of a formula without its result is read as. */
export const NO_RESULT = "#FORMULA!";

const SPREADSHEET_ERROR = /^#(?:N\/A|N\/D|REF!|VALUE!|VALEUR!|NAME\?|NOM\?|DIV\/0!|NULL!|NUL!|NUM!|NOMBRE!)$/;
export const isSpreadsheetError = (text: string): boolean => text.startsWith("#") && SPREADSHEET_ERROR.test(text);

const YES = new Set("oui o yes y vrai true 1 x on ja j si ok".split(" "));
const NO = new Set("non n no faux false 0 off nee nein".split(" "));

/** `undefined` when it says neither. */
export const yesOrNo = (text: string): boolean | undefined => {
  const word = fold(text);
  if (YES.has(word) || /^[✓✔☑]\ufe0f?$/.test(text)) return true;
  return NO.has(word) ? false : undefined;
};

/** A percentage from 0 to 100 as a decimal string: `7,5 %` → `7.5`. */
export const percentage = (text: string): string | undefined => {
  const [, whole, decimals = ""] = /^0*(\d{1,3}?)(?:[.,](\d{1,6}))?\s*%?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const significant = decimals.replace(/0+$/, "");
  const written = significant === "" ? whole : `${whole}.${significant}`;
  return Number(written) <= 100 ? written : undefined;
};

/** A latitude (limit 90) or longitude (limit 180) in decimal degrees, with a decimal point or comma. */
export const degrees = (text: string, limit: number): number | undefined => {
  const number = /^[+-]?\d{1,3}(?:\.\d{1,15})?$/.exec(
    text.replace("\u2212", "-").replace(",", ".").replace(/\s*°$/, ""),
  );
  const value = number ? Number(number[0]) : Number.NaN;
  return Math.abs(value) <= limit ? value : undefined;
};

/** The tags of a cell, each once: separated as Google does it, or by commas, semicolons, bars or ends of line. */
export const tagsOf = (text: string): string[] => {
  const tags = text.includes(":::") ? valuesOf(text) : text.split(/[,;|\n]/).map((tag) => tag.trim());
  return distinctBy(
    tags.filter((tag) => tag !== "" && !isSystemLabel(tag)),
    fold,
  );
};

/** The first of those that have the same key. */
export const distinctBy = <T>(values: readonly T[], keyOf: (value: T) => string): T[] => {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = keyOf(value);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
};
