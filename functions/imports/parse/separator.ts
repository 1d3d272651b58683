import { findHeader, type ListHints } from "./header-row.ts";
import type { FileRow } from "./imported-client.ts";

type Separator = ";" | "," | "\t" | "|";

/** In the order in which they win a draw. */
const SEPARATORS: readonly Separator[] = [";", ",", "\t", "|"];
/** Spreadsheets honour, and some programs write, a first line that names the separator: `sep=;`, also in quotes. */
const DECLARED = /^"?sep=(.)"?[;,\t]*(?:\r\n|\n|\r)/i;
/** Records that are looked at. */
const SAMPLE = 30;

interface Head {
  separator: Separator;
  /** Length of a `sep=` line to leave out; it is no record. */
  skip: number;
  /** Blanks stand between separators and quotation marks: `a, "b, c"`. Then those marks quote, too. */
  padded: boolean;
}

/**
 * Finds out what separates the cells of a file from its beginning: what makes titles of its first row that we know, and
 * rows as wide as that one below it.
 * @param whole whether the beginning is all there is
 */
export const readHead = (beginning: string, whole = true, hints: ListHints = {}): Head => {
  const declaration = DECLARED.exec(beginning);
  const declared = SEPARATORS.find((separator) => separator === declaration?.[1]);
  const skip = declaration ? declaration[0].length : 0;
  const text = beginning.slice(skip);
  if (declared) return { separator: declared, skip, padded: isPadded(text, declared) };
  const scores = SEPARATORS.map((separator) => score(sample(text, separator, whole), hints));
  const separator = SEPARATORS[scores.indexOf(Math.max(...scores))] ?? ",";
  return { separator, skip, padded: isPadded(text, separator) };
};

/** Whether a cell is quoted behind a blank; a mark that stands alone there quotes nothing. */
const isPadded = (text: string, separator: Separator): boolean =>
  new RegExp(`[${separator}] +"[^"]*"(?:[${separator}\r\n]|$)`).test(text);

export const withoutDeclaration = (beginning: string): string => beginning.replace(DECLARED, "");

/** From 0 to 2: how many rows are as wide as the row of titles, and how many of the titles are known. */
const score = (rows: readonly FileRow[], hints: ListHints): number => {
  const header = findHeader(rows, hints);
  const from = Math.max(0, header?.at ?? 0);
  const width = header && header.at >= 0 ? header.headers.length : usualWidth(rows);
  const below = rows.slice(from);
  const fitting = below.filter(({ cells }) => cells.length === width).length;
  // What separates nothing fits always.
  if (width < 2) return (header ? 0.1 : 0) + (below.every(({ cells }) => cells.length === 1) ? 0.05 : 0);
  return fitting / Math.max(1, below.length) + (header ? header.known / width : 0);
};

const usualWidth = (rows: readonly FileRow[]): number => {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
};

/** The first records that are not blank, split by a separator; quotation marks quote at the beginning of a cell. */
const sample = (text: string, separator: Separator, whole: boolean): FileRow[] => {
  const rows: FileRow[] = [];
  const padded = isPadded(text, separator);
  let [cells, cell, quoted]: [string[], string, boolean] = [[], "", false];
  const endRow = () => {
    cells.push(cell);
    if (cells.some((value) => value.trim() !== "")) rows.push({ row: rows.length + 1, cells, original: "" });
    [cells, cell] = [[], ""];
  };
  for (let i = 0; i < text.length && rows.length < SAMPLE; i++) {
    const character = text[i] ?? "";
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (character === '"' && (padded ? cell.trim() : cell) === "") quoted = true;
    else if (character === separator) {
      cells.push(cell);
      cell = "";
    } else if (character === "\n" || character === "\r") endRow();
    else cell += character;
  }
  if (whole && rows.length < SAMPLE) endRow();
  return rows;
};

/** The first record that is not blank, without its end of line; `undefined` while the text may go on within it. */
export const firstRecord = (text: string): string | undefined => {
  let quoted = false;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    if (quoted || (character !== "\n" && character !== "\r")) continue;
    if (text.slice(start, i).trim() !== "") return text.slice(start, i);
    start = i + 1;
  }
  return undefined;
};
