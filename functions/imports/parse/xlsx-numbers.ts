/** How a cell's number is meant to be read, from the number format of its style. */
export type NumberMeaning =
  | { kind: "number" }
  | { kind: "date" }
  | { kind: "percent" }
  | { kind: "digits"; length: number };

/** Formats that every workbook knows without naming them (ECMA-376 part 1, section 18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
const isBuiltInPercent = (id: number): boolean => id === 9 || id === 10;

/** What is quoted, escaped, in brackets (colours, currencies), or padding is not part of the format's own letters. */
const LITERALS = /"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi;

export const meaningOf = (id: number, code: string | undefined): NumberMeaning => {
  if (code === undefined) {
    return { kind: isBuiltInDate(id) ? "date" : isBuiltInPercent(id) ? "percent" : "number" };
  }
  const own = (code.split(";")[0] ?? "").replace(LITERALS, "");
  if (/^0{2,}$/.test(own)) return { kind: "digits", length: own.length };
  if (own.includes("%")) return { kind: "percent" };
  return { kind: !/general/i.test(own) && /[ymdhs]/i.test(own) ? "date" : "number" };
};

/** The text of a numeric cell: a plain decimal, `7.5%`, an ISO date or date and time, digits with their zeros in front. */
export const numberText = (written: string, meaning: NumberMeaning, epoch1904: boolean): string => {
  const value = Number(written);
  if (written.trim() === "" || !Number.isFinite(value)) return written;
  switch (meaning.kind) {
    case "number":
      return plain(value);
    case "percent":
      return `${plain(Number((value * 100).toPrecision(12)))}%`;
    case "digits":
      return plain(value).padStart(meaning.length, "0");
    case "date":
      return value < 0 ? plain(value) : dateText(value, epoch1904);
  }
};

/** Never an exponent where all digits are known: phone numbers are numbers to a spreadsheet. */
const plain = (value: number): string => (Number.isSafeInteger(value) ? value.toFixed(0) : String(value));

const DAY = 86_400_000;

/**
 * Days since the epoch of the workbook. Day 60 of the 1900 system is 29 February 1900, which never was: later days count
 * from 30 December 1899.
 */
const dateText = (days: number, epoch1904: boolean): string => {
  const epoch = epoch1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const moment = new Date(epoch + Math.round((days * DAY) / 1000) * 1000);
  if (Number.isNaN(moment.getTime())) return plain(days);
  const iso = moment.toISOString();
  if (days < 1 && !epoch1904) return iso.slice(11, 19);
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 19);
};
