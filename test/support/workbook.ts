import { crc32, deflateRawSync } from "node:zlib";

const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006";
const SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const SHEET_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** An archive of deflated files, as small as the format allows. */
export const zipOf = (files: Readonly<Record<string, string>>): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = Buffer.from(name);
    const packed = deflateRawSync(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(Buffer.byteLength(text), 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, path, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, place, path]));
    parts.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
};

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** A cell: shared text, number, number in a style, or XML of one's own. */
export type TestCell = string | number | { number: number; style: number } | { xml: string } | undefined;

export interface TestWorkbook {
  rows: readonly (readonly TestCell[])[];
  /** Number formats of the styles 1, 2 … */
  formats?: readonly string[];
  epoch1904?: boolean;
  /** Sheets before the one with the rows: `hidden`, or a chart. */
  before?: readonly ("hidden" | "chart")[];
  /** A sheet of texts before it, such as people write explanations on. */
  readMe?: readonly string[];
  /** XML of the rows instead. */
  sheetXml?: string;
}

/** An .xlsx workbook with the parts that Excel itself writes. */
export const workbookOf = ({
  rows,
  formats = [],
  epoch1904 = false,
  before = [],
  readMe,
  sheetXml,
}: TestWorkbook): Buffer => {
  const strings: string[] = [];
  const numbers = new Map<string, number>();
  const shared = (text: string): number => {
    const known = numbers.get(text) ?? strings.push(text) - 1;
    numbers.set(text, known);
    return known;
  };
  const cell = (value: TestCell, reference: string): string => {
    if (value === undefined) return "";
    if (typeof value === "string") return `<c r="${reference}" t="s"><v>${shared(value)}</v></c>`;
    if (typeof value === "number") return `<c r="${reference}"><v>${value}</v></c>`;
    return "xml" in value ? value.xml : `<c r="${reference}" s="${value.style}"><v>${value.number}</v></c>`;
  };
  const sheetRows = rows.map(
    (cells, row) =>
      `<row r="${row + 1}">${cells.map((value, column) => cell(value, `${letters(column)}${row + 1}`)).join("")}</row>`,
  );
  const ids = [...before, ...(readMe ? ["readMe"] : []), "rows"].map((kind, index) => ({
    kind,
    id: `rId${index + 1}`,
    number: index + 1,
  }));
  const kindOf = (kind: string) => (kind === "chart" ? "chartsheet" : "worksheet");
  return zipOf({
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_PART}.sheet.main+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<workbook xmlns="${SHEETS}" xmlns:r="${OFFICE}/relationships"><workbookPr date1904="${epoch1904 ? 1 : 0}"/><sheets>${ids
      .map(
        ({ kind, id, number }) =>
          `<sheet name="S${number}" sheetId="${number}"${kind === "hidden" ? ' state="hidden"' : ""} r:id="${id}"/>`,
      )
      .join("")}</sheets><extLst><ext xmlns:x14="urn:x"><x14:workbookPr/></ext></extLst></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}/relationships">${ids
      .map(
        ({ kind, id, number }) =>
          `<Relationship Id="${id}" Type="${OFFICE}/relationships/${kindOf(kind)}" Target="worksheets/sheet${number}.xml"/>`,
      )
      .join(
        "",
      )}<Relationship Id="s" Type="${OFFICE}/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="t" Type="${OFFICE}/relationships/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${SHEETS}"><numFmts>${formats
      .map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escaped(code)}"/>`)
      .join("")}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats
      .map((_, index) => `<xf numFmtId="${164 + index}"/>`)
      .join("")}<xf numFmtId="14"/><xf numFmtId="10"/></cellXfs></styleSheet>`,
    ...(readMe
      ? {
          [`xl/worksheets/sheet${ids.length - 1}.xml`]: `<worksheet xmlns="${SHEETS}"><sheetData>${readMe.map((text, row) => `<row r="${row + 1}"><c r="A${row + 1}" t="inlineStr"><is><t>${escaped(text)}</t></is></c></row>`).join("")}</sheetData></worksheet>`,
        }
      : {}),
    [`xl/worksheets/sheet${ids.length}.xml`]: `<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="${SHEETS}"><dimension ref="A1"/><sheetData>${sheetXml ?? sheetRows.join("")}</sheetData></worksheet>`,
    "xl/sharedStrings.xml": `<sst xmlns="${SHEETS}">${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join("")}</sst>`,
  });
};

const letters = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26);
