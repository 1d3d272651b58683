import { cellText } from "./cell-text.ts";
import type { FileRow } from "./imported-client.ts";
import { type CustomField, isKnownTitle, type Mapping } from "./propose-mapping.ts";

/** What is known of a list before it is read. */
export interface ListHints {
  /** What somebody said of its columns, by their titles; `#1`, `#2` … where it has none. */
  mapping?: Mapping | undefined;
  customFields?: readonly CustomField[] | undefined;
}

export interface FoundHeader {
  /** Place among the rows that were looked at; -1 where the list has no titles and its columns go by their numbers. */
  at: number;
  /** The titles of the columns, all different: blank ones are named `#3`, repeated ones `Phone (2)`. */
  headers: string[];
  /** How many of them are titles that we know. */
  known: number;
}

const NUMBERED = /^#\d+$/;

/**
 * Finds the row of titles among the first rows of a list: people put a title, a date or a logo above it. It is the row
 * with most titles that we know, or that the mapping names. Undefined when there is none: the first row may be a client.
 */
export const findHeader = (rows: readonly FileRow[], { mapping, customFields }: ListHints): FoundHeader | undefined => {
  const named = Object.keys(mapping ?? {});
  const scored = rows.map(({ cells }, at) => {
    const headers = distinctTitles(cells);
    const wanted = named.filter((title) => headers.includes(title) && !NUMBERED.test(title)).length;
    const known =
      wanted > 0 || isData(cells) ? 0 : distinct(cells).filter((cell) => isKnownTitle(cell, customFields)).length;
    return { at, headers, known, wanted };
  });
  const best = (score: "wanted" | "known") =>
    scored.reduce<(typeof scored)[number] | undefined>(
      (most, row) => (row[score] > (most?.[score] ?? 0) ? row : most),
      undefined,
    );
  const chosen = best("wanted");
  if (chosen) return chosen;
  if (named.length > 0 && named.every((title) => NUMBERED.test(title)))
    return { at: -1, headers: numbered(rows), known: named.length };
  const likely = best("known");
  return likely && isHeader(rows, likely.at, likely.known) ? likely : undefined;
};

/** The columns of a list without titles that we know, for somebody to say what they are. */
export const columnsToMap = (rows: readonly FileRow[]): string[] => {
  const [first] = rows;
  return first && !isData(first.cells) && stands(rows, 0) ? distinctTitles(first.cells) : numbered(rows);
};

/** One word of ours among several others may be chance: a client may live in « Bureau ». */
const isHeader = (rows: readonly FileRow[], at: number, known: number): boolean => {
  const filled = distinct(rows[at]?.cells ?? []).length;
  return known >= 2 || known * 2 >= filled || stands(rows, at);
};

/** Whether a row stands above a column of numbers or addresses without being one itself. */
const stands = (rows: readonly FileRow[], at: number): boolean => {
  const below = rows.slice(at + 1);
  const titles = rows[at]?.cells ?? [];
  return titles.some((title, column) => {
    if (title.trim() === "" || VALUE.test(title)) return false;
    const values = below.flatMap(({ cells }) => (cells[column]?.trim() ? [cells[column]] : []));
    return values.length > 0 && values.filter((value) => VALUE.test(value)).length * 2 > values.length;
  });
};

const VALUE = /\d|@/;
const EMAIL = /[^\s@]@[^\s@]+\.[a-z]/i;

/** Titles hold no addresses, and no numbers as long as those of phones. */
const isData = (cells: readonly string[]): boolean =>
  cells.some((cell) => EMAIL.test(cell) || cell.replace(/\D/g, "").length >= 7);

const distinct = (cells: readonly string[]): string[] => [
  ...new Set(cells.map((cell) => cell.trim()).filter((cell) => cell !== "")),
];

const numbered = (rows: readonly FileRow[]): string[] =>
  Array.from({ length: Math.max(0, ...rows.map(({ cells }) => cells.length)) }, (_, index) => `#${index + 1}`);

const distinctTitles = (cells: readonly string[]): string[] => {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const written = cellText(cell) || `#${index + 1}`;
    let title = written;
    for (let times = 2; taken.has(title); times++) title = `${written} (${times})`;
    taken.add(title);
    return title;
  });
};
