import { fold } from "../../../shared/text/fold.ts";
import { withoutGuard } from "../formula-guard.ts";
import { isSystemLabel, valuesOf } from "./google-contacts.ts";

/** Control characters but tab and line feed, and what is no character at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]|\p{Surrogate}/gu;

/** The text of a cell: no spaces around it, line feeds alone at the end of lines, our guard against formulas taken off. */
export const cellText = (cell: string): string =>
  withoutGuard(cell.replace(/\r\n?/g, "\n").replace(CONTROLS, "").trim());

const SPREADSHEET_ERROR = /^#(?:N\/A|N\/D|REF!|VALUE!|VALEUR!|NAME\?|NOM\?|DIV\/0!|NULL!|NUL!|NUM!|NOMBRE!)$/;
export const isSpreadsheetError = (text: string): boolean => text.startsWith("#") && SPREADSHEET_ERROR.test(text);

const YES = new Set("oui o yes y vrai true 1 x on ja j si abonne abonnee inscrit inscrite subscribed".split(" "));
const NO = new Set(
  "non n no faux false 0 off nee nein desabonne desabonnee desinscrit desinscrite unsubscribed".split(" "),
);

/** What a cell of consent says; `undefined` when it says neither. */
export const yesOrNo = (text: string): boolean | undefined => {
  const word = fold(text);
  if (YES.has(word)) return true;
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
