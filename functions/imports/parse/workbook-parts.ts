import { decodeText } from "./decode-text.ts";
import { ImportFileError } from "./file-error.ts";
import { StringTable } from "./string-table.ts";
import { meaningOf, type NumberMeaning } from "./xlsx-numbers.ts";
import { type XmlEvents, XmlReader } from "./xml-tags.ts";
import type { Archive } from "./zip-entries.ts";

export interface Workbook {
  /** Paths in the archive of the sheets that are not hidden, in their order. */
  sheets: string[];
  epoch1904: boolean;
  strings: StringTable;
  /** By style number. */
  meanings: NumberMeaning[];
}

const IGNORED: XmlEvents = { open: () => {}, text: () => {}, close: () => {} };

/** Reads everything of a workbook but its cells (Office Open XML, ECMA-376 part 1: packages, workbook, styles, strings). */
export const openWorkbook = async (archive: Archive, mostStringBytes: number): Promise<Workbook> => {
  const root = await relations(archive, "");
  const path = root.find(({ type }) => type === "officeDocument")?.target ?? "xl/workbook.xml";
  const parts = await relations(archive, path);
  const { visibleSheets, epoch1904 } = await readWorkbook(archive, path);
  // Sheets may also hold nothing but a chart or a dialog.
  const worksheets = new Map(parts.filter(({ type }) => type === "worksheet").map(({ id, target }) => [id, target]));
  const sheets = visibleSheets.flatMap((id) => worksheets.get(id) ?? []);
  if (sheets.length === 0) throw new ImportFileError("not-a-workbook");
  const strings = parts.find(({ type }) => type === "sharedStrings")?.target;
  const styles = parts.find(({ type }) => type === "styles")?.target;
  return {
    sheets,
    epoch1904,
    strings: await readStrings(archive, strings, mostStringBytes),
    meanings: await readMeanings(archive, styles),
  };
};

/** Feeds a file of the archive to a reader of XML, piece by piece; an absent file is an empty one. */
const readXml = async (archive: Archive, path: string | undefined, events: Partial<XmlEvents>): Promise<void> => {
  if (path === undefined || !archive.has(path)) return;
  const reader = new XmlReader({ ...IGNORED, ...events });
  for await (const piece of decodeText(archive.read(path))) reader.push(piece);
};

interface Relation {
  id: string | undefined;
  /** Last segment of the relation's type: `worksheet`, `styles` … (the transitional and strict names differ before it). */
  type: string | undefined;
  target: string;
}

const relations = async (archive: Archive, of: string): Promise<Relation[]> => {
  const folder = of.slice(0, of.lastIndexOf("/") + 1);
  const found: Relation[] = [];
  await readXml(archive, `${folder}_rels/${of.slice(folder.length)}.rels`, {
    open: (name, attribute) => {
      if (name !== "Relationship") return;
      const target = pathOf(attribute("Target") ?? "", folder);
      found.push({ id: attribute("Id"), type: attribute("Type")?.split("/").at(-1), target });
    },
  });
  return found;
};

/** Targets are relative to the part that names them, or begin with a slash. */
const pathOf = (target: string, folder: string): string => {
  const place = URL.parse(target, `zip://archive/${folder}`);
  return place ? place.pathname.slice(1).replaceAll("%20", " ") : target;
};

const readWorkbook = async (archive: Archive, path: string) => {
  const visibleSheets: string[] = [];
  let epoch1904 = false;
  await readXml(archive, path, {
    open: (name, attribute) => {
      // Extensions have elements of the same name.
      if (name === "workbookPr") epoch1904 ||= /^(1|true)$/.test(attribute("date1904") ?? "");
      const id = name === "sheet" ? attribute("id") : undefined;
      if (id !== undefined && !/hidden/i.test(attribute("state") ?? "")) visibleSheets.push(id);
    },
  });
  return { visibleSheets, epoch1904 };
};

const readStrings = async (archive: Archive, path: string | undefined, mostBytes: number): Promise<StringTable> => {
  const strings = new StringTable(mostBytes);
  const text = new CellText();
  await readXml(archive, path, {
    open: (name) => text.open(name),
    text: (piece) => text.add(piece),
    close: (name) => {
      text.close(name);
      if (name === "si") strings.add(text.take());
    },
  });
  return strings;
};

/** Gathers the text of a cell or shared string: all its runs, without the phonetic readings of Japanese cells. */
export class CellText {
  #text = "";
  #inText = false;
  #inReading = false;

  open(name: string): void {
    if (name === "t") this.#inText = true;
    if (name === "rPh") this.#inReading = true;
  }

  add(piece: string): void {
    if (this.#inText && !this.#inReading) this.#text += piece;
  }

  close(name: string): void {
    if (name === "t") this.#inText = false;
    if (name === "rPh") this.#inReading = false;
  }

  take(): string {
    const text = this.#text;
    this.#text = "";
    return unescaped(text);
  }
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, section 22.9.2.19). */
export const unescaped = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

const readMeanings = async (archive: Archive, path: string | undefined): Promise<NumberMeaning[]> => {
  const codes = new Map<number, string>();
  const meanings: NumberMeaning[] = [];
  let inCellFormats = false;
  await readXml(archive, path, {
    open: (name, attribute) => {
      if (name === "cellXfs") inCellFormats = true;
      const id = Number(attribute("numFmtId") ?? "0");
      if (name === "numFmt") codes.set(id, attribute("formatCode") ?? "");
      if (name === "xf" && inCellFormats) meanings.push(meaningOf(id, codes.get(id)));
    },
    close: (name) => {
      if (name === "cellXfs") inCellFormats = false;
    },
  });
  return meanings;
};
