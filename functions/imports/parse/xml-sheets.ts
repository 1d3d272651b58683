import { decodeText } from "./decode-text.ts";
import type { FileRow } from "./imported-client.ts";
import { type XmlEvents, XmlReader } from "./xml-tags.ts";

type Attribute = (name: string) => string | undefined;

/** Rows and columns beyond it that repeat are the empty rest of a sheet. */
const MOST_REPEATED = 1_000;

/** Gathers the rows of sheets: cells at their columns, empty rows counted. */
class Sheets {
  readonly sheets: FileRow[][] = [];
  #row = 0;
  #cells: string[] = [];

  begin(): void {
    this.sheets.push([]);
    this.#row = 0;
  }

  beginRow(index: number | undefined): void {
    this.#row = index ?? this.#row + 1;
    this.#cells = [];
  }

  add(text: string, times = 1): void {
    for (let time = 0; time < Math.min(times, MOST_REPEATED); time++) this.#cells.push(text);
  }

  skipTo(column: number): void {
    while (this.#cells.length < Math.min(column, MOST_REPEATED)) this.#cells.push("");
  }

  endRow(times = 1): void {
    const cells = this.#cells;
    while (cells.at(-1) === "") cells.pop();
    if (cells.some((cell) => cell.trim() !== "")) {
      for (let time = 0; time < Math.min(times, MOST_REPEATED); time++)
        this.sheets.at(-1)?.push({ row: this.#row + time, cells, original: cells.join("\t") });
    }
    this.#row += times - 1;
  }
}

const read = async (bytes: AsyncIterable<Uint8Array>, sheets: Sheets, events: XmlEvents): Promise<FileRow[][]> => {
  const reader = new XmlReader(events);
  for await (const piece of decodeText(bytes)) reader.push(piece);
  return sheets.sheets;
};

const numberOf = (text: string | undefined): number | undefined => (text ? Number(text) || undefined : undefined);

/** The sheets of an « XML Spreadsheet 2003 », which programs save as `.xls` or `.xml`. */
export const spreadsheet2003 = (bytes: AsyncIterable<Uint8Array>): Promise<FileRow[][]> => {
  const sheets = new Sheets();
  let [text, inData] = ["", false];
  return read(bytes, sheets, {
    open: (name: string, attribute: Attribute) => {
      if (name === "Worksheet") sheets.begin();
      if (name === "Row") sheets.beginRow(numberOf(attribute("Index")));
      if (name === "Cell") {
        sheets.skipTo((numberOf(attribute("Index")) ?? 1) - 1);
        text = "";
      }
      if (name === "Data") inData = true;
    },
    text: (piece: string) => {
      if (inData) text += piece;
    },
    close: (name: string) => {
      if (name === "Data") inData = false;
      if (name === "Cell") sheets.add(text.replace(/^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?$/, "$1"));
      if (name === "Row") sheets.endRow();
    },
  });
};

/** The sheets of an OpenDocument spreadsheet (`.ods`), from its `content.xml`. */
export const openDocument = (bytes: AsyncIterable<Uint8Array>): Promise<FileRow[][]> => {
  const sheets = new Sheets();
  let [value, text, times, rowTimes]: [string | undefined, string[], number, number] = [undefined, [], 1, 1];
  let [inCell, inNote] = [false, false];
  return read(bytes, sheets, {
    open: (name: string, attribute: Attribute) => {
      if (name === "table") sheets.begin();
      if (name === "annotation") inNote = true;
      if (name === "table-row") {
        rowTimes = numberOf(attribute("number-rows-repeated")) ?? 1;
        sheets.beginRow(undefined);
      }
      if (name === "table-cell" || name === "covered-table-cell") {
        times = numberOf(attribute("number-columns-repeated")) ?? 1;
        [value, text, inCell] = [keptValue(attribute), [], true];
      }
      if (inCell && !inNote && name === "p") text.push("");
      if (inCell && !inNote && name === "s") text.push(`${text.pop() ?? ""} `);
    },
    text: (piece: string) => {
      if (inCell && !inNote && text.length > 0) text.push(`${text.pop()}${piece}`);
    },
    close: (name: string) => {
      if (name === "annotation") inNote = false;
      if (name === "table-cell" || name === "covered-table-cell") {
        sheets.add(value ?? text.join("\n"), times);
        inCell = false;
      }
      if (name === "table-row") sheets.endRow(rowTimes);
    },
  });
};

/** Numbers, dates and answers as they are kept, not as they are shown. */
const keptValue = (attribute: Attribute): string | undefined => {
  const type = attribute("value-type");
  if (type === "date") return attribute("date-value")?.replace(/T00:00:00$/, "");
  if (type === "boolean") return attribute("boolean-value");
  const number = attribute("value");
  if (type === "percentage" && number) return `${Number((Number(number) * 100).toPrecision(12))}%`;
  return type === "float" || type === "currency" ? number : undefined;
};
