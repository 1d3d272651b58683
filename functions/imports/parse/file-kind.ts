import type { FileReason } from "../words.ts";

/** What a file is, by its first bytes. */
export type FileKind = "csv" | "zip" | "html" | "xml-2003" | "vcard" | { refused: FileReason };

/** How many of the first bytes are looked at. */
export const FIRST_BYTES = 1_024;

/** Signatures of what holds no list that we can read. */
const REFUSED: readonly [string, FileReason][] = [
  ["\xd0\xcf\x11\xe0", "old-workbook"],
  ["%PDF", "pdf"],
  ["{\\rtf", "not-a-list"],
  ["\x89PNG", "not-a-list"],
  ["\xff\xd8\xff", "not-a-list"],
  ["GIF8", "not-a-list"],
  ["\x1f\x8b", "packed"],
  ["7z\xbc\xaf", "packed"],
  ["Rar!", "packed"],
];

export const kindOf = (first: Uint8Array): FileKind => {
  const bytes = Buffer.from(first).toString("latin1");
  const refused = REFUSED.find(([signature]) => bytes.startsWith(signature));
  if (refused) return { refused: refused[1] };
  if (bytes.startsWith("PK")) return "zip";
  const text = bytes
    .replaceAll("\0", "")
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "")
    .trimStart();
  if (/^begin:vcard/i.test(text)) return "vcard";
  if (/^mime-version:/i.test(text) || /^[[{]\s*["{[]/.test(text)) return { refused: "not-a-list" };
  if (!/^<(?:\?xml|!doctype|!--|html|head|body|meta|table|style|div|workbook)\b|^<!--/i.test(text)) return "csv";
  return /urn:schemas-microsoft-com:office:spreadsheet"|<(?:ss:)?workbook/i.test(text) && !/<html/i.test(text)
    ? "xml-2003"
    : "html";
};
