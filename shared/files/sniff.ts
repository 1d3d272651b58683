import { fileTypes } from "./file-types.ts";

/** How much of a file's beginning {@link typesOfContent} wants to see: Office files say what they are behind a picture or two. */
export const HEAD_BYTES = 256 * 1024;

const OOXML = "application/vnd.openxmlformats-officedocument";
const OFFICE_FOLDERS: Readonly<Record<string, string>> = {
  word: `${OOXML}.wordprocessingml.document`,
  xl: `${OOXML}.spreadsheetml.sheet`,
  ppt: `${OOXML}.presentationml.presentation`,
};

/** Types whose content does not tell them apart, the likeliest first. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  "image/heic": ["image/heic", "image/heif"],
  "image/heif": ["image/heif", "image/heic"],
  "image/heic-sequence": ["image/heic", "image/heif"],
  "image/heif-sequence": ["image/heif", "image/heic"],
  "video/mp4": ["video/mp4", "video/quicktime"],
  "video/x-m4v": ["video/mp4", "video/quicktime"],
  // The container of the old Office formats (MS-CFB), and of the new ones behind a password (MS-OFFCRYPTO).
  "application/x-cfb": [
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    ...Object.values(OFFICE_FOLDERS),
  ],
};
const TEXT = ["text/plain", "text/csv"];

/**
 * The types that a file may be, by its first bytes, the likeliest first; empty when it is none that the product knows.
 * Binary formats are told by `file-type`; it knows no plain text, and takes a list that begins with `BMW` for a picture.
 */
export const typesOfContent = async (head: Uint8Array): Promise<readonly string[]> => {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (/^(\xef\xbb\xbf)?\s{0,16}%PDF-/.test(bytes.toString("latin1", 0, 32))) return ["application/pdf"];
  const text = textOf(bytes);
  if (text !== undefined && isActive(text)) return [];
  if (text !== undefined) return isLatePdf(bytes) ? ["application/pdf", ...TEXT] : TEXT;
  const { fileTypeFromBuffer } = await import("file-type");
  const found = (await fileTypeFromBuffer(head))?.mime;
  if (found === undefined) return isLatePdf(bytes) ? ["application/pdf"] : [];
  if (found === "application/zip") return [cutOfficeFile(bytes) ?? found];
  return ALIKE[found] ?? fileTypes.filter(({ type }) => type === found).map(({ type }) => type);
};

/** A reader looks for the header in the first 1,024 bytes (ISO 32000-1, annex H.3, note 13). */
const isLatePdf = (bytes: Buffer): boolean => {
  const at = bytes.subarray(0, 1024 + 5).indexOf("%PDF-");
  return at >= 0 && !ACTIVE_TAG.test(bytes.toString("latin1", 0, at));
};

/** Before each entry of an archive; its name follows 30 bytes later (PKWARE APPNOTE 4.3.7). */
const LOCAL_HEADER = Buffer.from("PK\u0003\u0004");

/** An Office file whose list of contents lies beyond what was read: told by the folder of one of its first entries. */
const cutOfficeFile = (bytes: Buffer): string | undefined => {
  if (bytes.length < HEAD_BYTES) return undefined;
  for (let at = bytes.indexOf(LOCAL_HEADER); at >= 0; at = bytes.indexOf(LOCAL_HEADER, at + 4)) {
    const name = bytes.toString("latin1", at + 30, at + 40);
    const type = OFFICE_FOLDERS[name.split("/", 1)[0] ?? ""];
    if (type && name.includes("/")) return type;
  }
  return undefined;
};

/** What a browser would run is no text to us: a page or a drawing with scripts must not pass as one. */
const ACTIVE_TAG = /<(!doctype|html|svg|script|\?xml|head|body|iframe)/i;
const isActive = (text: string): boolean => text.slice(0, 1000).trimStart().search(ACTIVE_TAG) === 0;

/** Control characters of ASCII but for tabs, line ends and form feeds. */
const CONTROL = /[^\P{Cc}\t\n\f\r\u007f-\u009f]/u;

/** The text, where it is one: UTF-16 with its mark or told by its zero bytes, UTF-8, or an encoding of one byte a sign. */
const textOf = (bytes: Buffer): string | undefined => {
  if (bytes.length === 0) return undefined;
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes.subarray(0, bytes.length & ~1 || 1));
  return CONTROL.test(text) ? undefined : text;
};

const encodingOf = (bytes: Buffer): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, 200);
  const zeros = (odd: number) => sample.filter((byte, index) => index % 2 === odd && byte === 0).length;
  const most = sample.length * 0.4;
  if (zeros(1) > most && zeros(0) === 0) return "utf-16le";
  return zeros(0) > most && zeros(1) === 0 ? "utf-16be" : "utf-8";
};
