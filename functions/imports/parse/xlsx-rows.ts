import { NO_RESULT } from "./cell-values.ts";
import { decodeText } from "./decode-text.ts";
import { ImportFileError } from "./file-error.ts";
import type { FileRow } from "./imported-client.ts";
import { CellText, openWorkbook, unescaped, type Workbook } from "./workbook-parts.ts";
import { numberText } from "./xlsx-numbers.ts";
import { type XmlEvents, XmlReader } from "./xml-tags.ts";
import { type Archive, openArchive } from "./zip-entries.ts";

export interface WorkbookLimits {
  /** Bytes of XML that may be unpacked in all. @default 1 GiB, about two million rows of twenty columns */
  unpackedBytes?: number;
  /** Bytes of text in the table of shared strings, the only part held in memory. @default 64 MiB */
  stringBytes?: number;
}

const MEBIBYTE = 1_048_576;
/** Columns of a sheet (ECMA-376 limits it no further than applications do: XFD is the last). */
const MOST_COLUMNS = 16_384;

/**
 * The rows of each visible sheet of an .xlsx workbook, all cells as text. `row` is the number that the spreadsheet shows
 * beside the row. The workbook's bytes and its shared strings are held in memory, the cells are not: they are unpacked and
 * read piece by piece.
 * @throws ImportFileError when it is no workbook or passes a limit
 */
export const xlsxSheets = async (
  bytes: Uint8Array,
  limits: WorkbookLimits = {},
): Promise<AsyncGenerator<FileRow>[]> => {
  const archive = openArchive(bytes, limits.unpackedBytes ?? 1024 * MEBIBYTE);
  const workbook = await openWorkbook(archive, limits.stringBytes ?? 64 * MEBIBYTE);
  return workbook.sheets.map((sheet) => sheetRows(archive, workbook, sheet));
};

async function* sheetRows(archive: Archive, workbook: Workbook, path: string): AsyncGenerator<FileRow> {
  const sheet = new SheetReader(workbook);
  const reader = new XmlReader(sheet);
  for await (const piece of decodeText(archive.read(path))) {
    reader.push(piece);
    yield* sheet.take();
  }
  yield* sheet.end();
}

class SheetReader implements XmlEvents {
  readonly #workbook: Workbook;
  #done: FileRow[] = [];
  /** Before and after the cells stand layout and extensions. */
  #amongCells = false;
  #row = 0;
  #cells: string[] = [];
  #column = 0;
  #type = "n";
  #style = 0;
  #value = "";
  #inValue = false;
  #isFormula = false;
  readonly #inline = new CellText();

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  /** The rows that were completed since the last call. */
  take(): FileRow[] {
    const rows = this.#done;
    this.#done = [];
    return rows;
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    if (name === "sheetData") this.#amongCells = true;
    if (!this.#amongCells) return;
    this.#inline.open(name);
    if (name === "v") this.#inValue = true;
    if (name === "f") this.#isFormula = true;
    if (name === "row") {
      const row = Number(attribute("r") ?? this.#row + 1);
      // Some programs write a row for each of its cells.
      if (row !== this.#row) this.#finishRow();
      this.#row = row;
      this.#column = -1;
    }
    if (name === "c") {
      this.#column = columnOf(attribute("r")) ?? this.#column + 1;
      if (this.#column >= MOST_COLUMNS) throw new ImportFileError("not-a-workbook");
      this.#type = attribute("t") ?? "n";
      this.#style = Number(attribute("s") ?? "0");
      this.#value = "";
      this.#isFormula = false;
    }
  }

  text(piece: string): void {
    if (this.#inValue) this.#value += piece;
    else this.#inline.add(piece);
  }

  close(name: string): void {
    if (name === "sheetData") this.#amongCells = false;
    if (!this.#amongCells) return;
    this.#inline.close(name);
    if (name === "v") this.#inValue = false;
    if (name === "c") this.#keep(this.#cellText());
  }

  /** The last row: none comes after it that would end it. */
  end(): FileRow[] {
    this.#finishRow();
    return this.take();
  }

  #finishRow(): void {
    if (this.#cells.some((cell) => cell.trim() !== ""))
      this.#done.push({ row: this.#row, cells: this.#cells, original: this.#cells.join("\t") });
    this.#cells = [];
  }

  #keep(text: string): void {
    if (text === "") return;
    while (this.#cells.length < this.#column) this.#cells.push("");
    this.#cells[this.#column] = text;
  }

  #cellText(): string {
    switch (this.#type) {
      case "s":
        return this.#value === "" ? "" : this.#workbook.strings.at(Number(this.#value));
      case "inlineStr":
        return this.#inline.take();
      case "b":
        return this.#value === "" ? "" : String(this.#value === "1");
      case "n":
        // A program that does not calculate wrote the formula, no spreadsheet has opened the file since.
        if (this.#isFormula && this.#value.trim() === "") return NO_RESULT;
        return numberText(
          this.#value,
          this.#workbook.meanings[this.#style] ?? { kind: "number" },
          this.#workbook.epoch1904,
        );
      default:
        return unescaped(this.#value);
    }
  }
}

/** `AB12` → 27. */
const columnOf = (reference: string | undefined): number | undefined => {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? "")?.[0];
  if (letters === undefined) return undefined;
  let number = 0;
  for (let i = 0; i < letters.length; i++) number = number * 26 + letters.charCodeAt(i) - 64;
  return number - 1;
};
