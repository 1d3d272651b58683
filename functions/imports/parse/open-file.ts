import { cellText } from "./cell-text.ts";
import { csvRows } from "./csv-rows.ts";
import { decodeText } from "./decode-text.ts";
import { ImportFileError } from "./file-error.ts";
import { followedBy } from "./followed-by.ts";
import { isGoogleContacts } from "./google-contacts.ts";
import type { FileRow } from "./imported-client.ts";
import { xlsxRows } from "./xlsx-rows.ts";

export interface OpenFile {
  format: "csv" | "xlsx" | "google_contacts";
  /** The titles of the columns, all different: blank ones are named `#3`, repeated ones `Phone (2)`. */
  headers: string[];
  /** The rows after the header. */
  rows: AsyncGenerator<FileRow>;
}

/** Largest workbook, packed: it is held in memory. */
const LARGEST_WORKBOOK = 50 * 1_048_576;

const ZIP = [0x50, 0x4b];
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * Opens a client list by what its first bytes say, whatever its name: an .xlsx workbook, or a text of separated values.
 * @throws ImportFileError when it has no header or is a workbook that cannot be read; `rows` may throw it later
 */
export const openFile = async (source: AsyncIterable<Uint8Array>): Promise<OpenFile> => {
  const { first, whole } = await peek(source);
  if (startsWith(first, COMPOUND_FILE)) throw new ImportFileError("old-workbook");
  const workbook = startsWith(first, ZIP);
  const rows = workbook ? xlsxRows(await collect(whole)) : csvRows(decodeText(whole));
  const header = await rows.next();
  if (header.done) throw new ImportFileError("empty");
  const headers = distinctTitles(header.value.cells);
  return { format: workbook ? "xlsx" : isGoogleContacts(headers) ? "google_contacts" : "csv", headers, rows };
};

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
