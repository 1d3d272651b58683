import { Readable } from "node:stream";
import { csvRows } from "./csv-rows.ts";
import { decodeText } from "./decode-text.ts";
import { ImportFileError } from "./file-error.ts";
import { FIRST_BYTES, type FileKind, kindOf } from "./file-kind.ts";
import { followedBy } from "./followed-by.ts";
import { isGoogleContacts } from "./google-contacts.ts";
import { columnsToMap, type FoundHeader, findHeader, type ListHints } from "./header-row.ts";
import type { FileRow } from "./imported-client.ts";
import { xlsxSheets } from "./xlsx-rows.ts";
import { openArchive } from "./zip-entries.ts";

type Format = "csv" | "xlsx" | "google_contacts" | "ods" | "html" | "xml" | "vcard";

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
/** Bytes that an OpenDocument spreadsheet may unpack: its cells are held in memory. */
const MOST_UNPACKED = 128 * 1_048_576;

type Rows = AsyncGenerator<FileRow>;

/**
 * Opens a client list by what its first bytes say, whatever its name: a workbook (.xlsx, .ods, XML of 2003, HTML), a
 * text of separated values, vCards.
 * Its titles are looked for in the first rows and sheets.
 * @throws ImportFileError when it has no titles or cannot be read; `rows` may throw it later
 */
export const openFile = async (source: AsyncIterable<Uint8Array>, hints: ListHints = {}): Promise<OpenFile> => {
  const { first, whole } = await peek(source);
  const { format, sheets } = await sheetsOf(kindOf(first), whole, hints);
  const { headers, rows } = await listIn(sheets, hints);
  return { format: format === "csv" && isGoogleContacts(headers) ? "google_contacts" : format, headers, rows };
};

/** What few lists come in is loaded when one does. */
const sheetsOf = async (
  kind: FileKind,
  whole: AsyncGenerator<Uint8Array>,
  hints: ListHints,
): Promise<{ format: Format; sheets: Rows[] }> => {
  if (typeof kind === "object") {
    await whole.return(undefined);
    throw new ImportFileError(kind.refused);
  }
  switch (kind) {
    case "csv":
      return { format: "csv", sheets: [csvRows(decodeText(whole), hints)] };
    case "zip":
      return packedSheets(await collect(whole));
    case "vcard": {
      const { vcardRows } = await import("./vcard-rows.ts");
      return { format: "vcard", sheets: [vcardRows(decodeText(whole))] };
    }
    case "html": {
      const { htmlRows } = await import("./html-rows.ts");
      return { format: "html", sheets: [htmlRows(decodeText(whole))] };
    }
    case "xml-2003": {
      const { spreadsheet2003 } = await import("./xml-sheets.ts");
      const sheets = await spreadsheet2003(Readable.from([await collect(whole)]));
      return { format: "xml", sheets: sheets.map(rowsOf) };
    }
  }
};

const packedSheets = async (bytes: Uint8Array): Promise<{ format: Format; sheets: Rows[] }> => {
  const archive = openArchive(bytes, MOST_UNPACKED);
  if (archive.has("xl/workbook.bin")) throw new ImportFileError("binary-workbook");
  if (archive.has("Index/Document.iwa") || archive.has("Index.zip")) throw new ImportFileError("numbers");
  if (archive.paths().some((path) => /\.(?:csv|txt|vcf|xlsx|ods)$/.test(path))) throw new ImportFileError("packed");
  if (!archive.has("content.xml")) return { format: "xlsx", sheets: await xlsxSheets(bytes) };
  const { openDocument } = await import("./xml-sheets.ts");
  const sheets = await openDocument(archive.read("content.xml"));
  return { format: "ods", sheets: sheets.map(rowsOf) };
};

async function* rowsOf(rows: readonly FileRow[]): Rows {
  yield* rows;
}

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
  while (first.length < FIRST_BYTES) {
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
