import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { ImportFileError } from "./file-error.ts";
import { followedBy } from "./followed-by.ts";
import type { ListHints } from "./header-row.ts";
import type { FileRow } from "./imported-client.ts";
import { firstRecord, readHead, withoutDeclaration } from "./separator.ts";

/** Beyond it a record is no row but a quotation mark that was never closed. */
const LONGEST_RECORD = 1_048_576;
/** How much text is looked at to find out what separates its cells. */
const SAMPLE = 16_384;
/** How much text is read at most to find the end of the header. */
const LONGEST_HEADER = 65_536;

/**
 * The records of a CSV text, the header first. Tolerant as spreadsheets are: any of `;` `,` tab `|` as separator, any
 * end of line, stray quotation marks within a cell, rows that are longer or shorter than the header. Blank records are
 * left out, but counted.
 * @throws ImportFileError when a quotation mark is not closed
 */
export async function* csvRows(text: AsyncIterable<string>, hints: ListHints = {}): AsyncGenerator<FileRow> {
  const { beginning, rest, whole } = await splitHead(text);
  const { separator, skip, padded } = readHead(beginning, whole, hints);
  const parser = parse({
    delimiter: separator,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_quotes: true,
    ltrim: padded,
    relax_column_count: true,
    max_record_size: LONGEST_RECORD,
    raw: true,
  });
  // Ends and errors of either side reach the other; what fails is thrown where the rows are read.
  pipeline(Readable.from(followedBy(beginning.length > skip ? [beginning.slice(skip)] : [], rest)), parser, () => {});
  const records: AsyncIterable<{ record: string[]; raw: string }> = parser;
  let row = 0;
  try {
    for await (const { record, raw } of records) {
      row += 1;
      if (record.some((cell) => cell.trim() !== "")) yield { row, cells: record, original: raw.trimEnd() };
    }
  } catch (error) {
    throw asFileError(error);
  }
}

const splitHead = async (text: AsyncIterable<string>) => {
  const rest = text[Symbol.asyncIterator]();
  let beginning = "";
  const isEnough = () =>
    beginning.length >= SAMPLE &&
    (beginning.length >= LONGEST_HEADER || firstRecord(withoutDeclaration(beginning)) !== undefined);
  while (!isEnough()) {
    const { done, value } = await rest.next();
    if (done) return { beginning, rest, whole: true };
    beginning += value;
  }
  return { beginning, rest, whole: false };
};

const asFileError = (error: unknown): unknown => {
  if (!(error instanceof CsvError)) return error;
  const row = typeof error.records === "number" ? { row: error.records + 1 } : {};
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return new ImportFileError("quote-not-closed", { ...row, cause: error });
  if (error.code === "CSV_MAX_RECORD_SIZE") return new ImportFileError("record-too-long", { ...row, cause: error });
  return error;
};
