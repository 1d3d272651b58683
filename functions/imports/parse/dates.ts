/** Whether a business writes the day or the month first. */
export type DateOrder = "dmy" | "mdy";

/** Countries that write the month first (Unicode CLDR); all others that write numbers only write the day first. */
const MONTH_FIRST = new Set(["US", "PH", "FM", "GU", "MH", "PR", "VI", "AS", "MP", "UM"]);

/** English Canada writes either: there an account's language decides. */
export const dateOrder = (country: string, language: string): DateOrder =>
  MONTH_FIRST.has(country) || (country === "CA" && language === "en") ? "mdy" : "dmy";

const MONTHS: readonly RegExp[] = [
  /^jan/,
  /^(?:feb|fev)/,
  /^(?:mar(?!di)|maart|mrt)/,
  /^(?:apr|avr)/,
  /^(?:may|mai|mei)/,
  /^(?:jun|juin)/,
  /^(?:jul|juil)/,
  /^(?:aug|aou)/,
  /^sep/,
  /^(?:oct|okt)/,
  /^nov/,
  /^(?:dec|dez)/,
];
const TIME = /[T\s,]+\d{1,2}(?:[:h]\d{2}){0,2}(?:[.:]\d+)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

/**
 * A date as people and spreadsheets write it, as `YYYY-MM-DD`: `31/03/2026`, `31 mars 2026`, `2026-03-31T00:00:00`,
 * `3/31/26`. Where day and month could be either, the order decides. `undefined` when it is no date.
 */
export const readDate = (text: string, order: DateOrder): string | undefined => {
  const date = text.trim().replace(TIME, "");
  const [, year, month, day] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(date) ?? /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(date) ?? [];
  if (year && month && day) return calendarDay(Number(year), Number(month), Number(day));
  const [, first, second, last] = /^(\d{1,2})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{4}|\d{2})$/.exec(date) ?? [];
  if (first && second && last) {
    const [a, b, full] = [Number(first), Number(second), fullYear(last)];
    const dayFirst = calendarDay(full, b, a);
    const monthFirst = calendarDay(full, a, b);
    return order === "dmy" ? (dayFirst ?? monthFirst) : (monthFirst ?? dayFirst);
  }
  return inWords(date);
};

/** `31 mars 2026`, `le mardi 31 mars 2026`, `March 31st, 2026`, `31-Mar-26`. */
const inWords = (text: string): string | undefined => {
  const words = text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[\s,./-]+/)
    .filter((word) => word !== "");
  const month = words.map((word) => MONTHS.findIndex((name) => name.test(word))).find((index) => index >= 0);
  const numbers = words.flatMap((word) => /^(\d{1,4})(?:er|st|nd|rd|th|e)?$/.exec(word)?.[1] ?? []);
  const [first, second] = numbers;
  if (month === undefined || !first || !second || numbers.length > 2 || words.length > 5) return undefined;
  const [day, year] = first.length === 4 ? [second, first] : [first, second];
  return calendarDay(fullYear(year), month + 1, Number(day));
};

/** Two digits of a year are of this century or the last: of nobody who is over a hundred, or not born for fifty years. */
const fullYear = (year: string): number => {
  if (year.length > 2) return Number(year);
  const number = Number(year);
  return number < 70 ? 2000 + number : 1900 + number;
};

const calendarDay = (year: number, month: number, day: number): string | undefined => {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : undefined;
};
