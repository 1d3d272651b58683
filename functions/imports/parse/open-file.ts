import { csvRows } from "./csv-rows.ts";
import { decodeText } from "./decode-text.ts";
import { ImportFileError } from "./file-error.ts";
import { followedBy } from "./followed-by.ts";
import { isGoogleContacts } from "./google-contacts.ts";
import { columnsToMap, type FoundHeader, findHeader, type ListHints } from "./header-row.ts";
import type { FileRow } from "./imported-client.ts";
import { xlsxSheets } from "./xlsx-rows.ts";

type Format = "csv" | "xlsx" | "google_contacts";

export interface OpenFile {
  format: Format;
  /** The titles of the columns, all different: blank ones are named `#3`, repeated ones `Phone (2)`. */
  headers: string[];
  /** The rows after the header. */
  rows: AsyncGenerator<FileRow>;
}

/** Largest workbook, packed: it is held in memory. */
const LARGEST_WORKBOOK = 50 * 1_048_576;
/** Among how many rows and sheets the titles are looked for. */
const FIRST_ROWS = 30;
const FIRST_SHEETS = 20;

const ZIP = [0x50, 0x4b];
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];

type Rows = AsyncGenerator<FileRow>;

/**
 * Opens a client list by what its first bytes say, whatever its name: an .xlsx workbook, or a text of separated values.
 * Its titles are looked for in the first rows and sheets.
 * @throws ImportFileError when it has no titles or cannot be read; `rows` may throw it later
 */
export const openFile = async (source: AsyncIterable<Uint8Array>, hints: ListHints = {}): Promise<OpenFile> => {
  const { first, whole } = await peek(source);
  if (startsWith(first, COMPOUND_FILE)) throw new ImportFileError("old-workbook");
  const workbook = startsWith(first, ZIP);
  const sheets = workbook ? await xlsxSheets(await collect(whole)) : [csvRows(decodeText(whole), hints)];
  const { headers, rows } = await listIn(sheets, hints);
  return { format: workbook ? "xlsx" : isGoogleContacts(headers) ? "google_contacts" : "csv", headers, rows };
};

interface Sheet {
  ahead: FileRow[];
  rest: Rows;
  header: FoundHeader | undefined;
}

/** The sheet with most titles that we know, from its first row of data on. */
const listIn = async (sheets: readonly Rows[], hints: ListHints): Promise<Pick<OpenFile, "headers" | "rows">> => {
  let best: Sheet | undefined;
  for (const rest of sheets.slice(0, FIRST_SHEETS)) {
    const ahead = await firstRows(rest);
    const sheet = { ahead, rest, header: findHeader(ahead, hints) };
    const isBetter = !best || best.ahead.length === 0 || (sheet.header?.known ?? 0) > (best.header?.known ?? 0);
    const other = isBetter ? best : sheet;
    if (isBetter) best = sheet;
    await other?.rest.return(undefined);
  }
  if (!best || best.ahead.length === 0) throw new ImportFileError("empty");
  const { ahead, rest, header } = best;
  if (!header) {
    await rest.return(undefined);
    throw new ImportFileError("no-titles", { columns: columnsToMap(ahead) });
  }
  return { headers: header.headers, rows: followedBy(ahead.slice(header.at + 1), rest) };
};

const firstRows = async (rows: Rows): Promise<FileRow[]> => {
  const first: FileRow[] = [];
  while (first.length < FIRST_ROWS) {
    const { done, value } = await rows.next();
    if (done) break;
    first.push(value);
  }
  return first;
};

const peek = async (source: AsyncIterable<Uint8Array>) => {
  const chunks = source[Symbol.asyncIterator]();
  let first: Uint8Array = Buffer.alloc(0);
  while (first.length < COMPOUND_FILE.length) {
    const { done, value } = await chunks.next();
    if (done) break;
    first = Buffer.concat([first, value]);
  }
  return { first, whole: followedBy(first.length > 0 ? [first] : [], chunks) };
};

const collect = async (source: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > LARGEST_WORKBOOK) throw new ImportFileError("workbook-too-large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
};

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);
