/** How much of a file's beginning {@link typesOfContent} wants to see. */
export const HEAD_BYTES = 4096;

const OOXML = "application/vnd.openxmlformats-officedocument";

/**
 * The types that a file may be, by its first bytes; empty when it is none that the product knows. Containers leave some
 * room: an OLE file may be a document or a workbook, a text may be a table. Sources: the formats' own specifications
 * (PDF 32000-1, PNG, JFIF, GIF89a, RIFF/WebP, ISO 14496-12 for HEIF and MP4, PKWARE APPNOTE, MS-CFB).
 */
export const typesOfContent = (head: Uint8Array): readonly string[] => {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const ascii = bytes.toString("latin1");
  const begins = (...start: number[]) => start.every((byte, index) => bytes[index] === byte);

  if (/^(\xef\xbb\xbf)?\s{0,16}%PDF-/.test(ascii)) return ["application/pdf"];
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return ["image/png"];
  if (begins(0xff, 0xd8, 0xff)) return ["image/jpeg"];
  if (/^GIF8[79]a/.test(ascii)) return ["image/gif"];
  if (/^RIFF[\s\S]{4}WEBPVP8/.test(ascii)) return ["image/webp"];
  if (begins(0x49, 0x49, 0x2a, 0x00) || begins(0x4d, 0x4d, 0x00, 0x2a)) return ["image/tiff"];
  if (ascii.slice(4, 8) === "ftyp") return mediaTypes(ascii);
  if (begins(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1))
    return ["application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"];
  if (begins(0x50, 0x4b, 0x03, 0x04)) return archiveTypes(ascii);
  if (isText(bytes)) return ["text/plain", "text/csv"];
  return [];
};

/** ISO base media files say what they are by their brands: the major one, then the compatible ones. */
const mediaTypes = (ascii: string): readonly string[] => {
  const size = ascii.charCodeAt(2) * 256 + ascii.charCodeAt(3);
  const brands = ascii.slice(8, Math.min(Math.max(size, 16), 128));
  if (/hei[cxms]|hev[cxms]|mif1|msf1/.test(brands)) return ["image/heic", "image/heif"];
  if (brands.startsWith("qt  ")) return ["video/quicktime"];
  return /isom|iso[2-9]|mp4[12]|avc1|M4V /.test(brands) ? ["video/mp4", "video/quicktime"] : [];
};

/** Office files are archives: OpenDocument says so in its first entry, Office Open XML by the names of its folders. */
const archiveTypes = (ascii: string): readonly string[] => {
  // The first local file header is 30 bytes long, then comes its entry's name, then the content, stored as it is.
  const openDocument = /^.{30}mimetype(application\/vnd\.oasis\.opendocument\.[a-z]+)/s.exec(ascii)?.[1];
  if (openDocument) return [openDocument];
  const office = [
    ...(ascii.includes("word/") ? [`${OOXML}.wordprocessingml.document`] : []),
    ...(ascii.includes("xl/") ? [`${OOXML}.spreadsheetml.sheet`] : []),
    ...(ascii.includes("ppt/") ? [`${OOXML}.presentationml.presentation`] : []),
  ];
  if (office.length > 0) return office;
  return /\[Content_Types\]\.xml|_rels\/|docProps\//.test(ascii.slice(0, 200))
    ? [`${OOXML}.wordprocessingml.document`, `${OOXML}.spreadsheetml.sheet`, `${OOXML}.presentationml.presentation`]
    : ["application/zip"];
};

/** What a browser would run is no text to us: a page or a drawing with scripts must not pass as one. */
const ACTIVE = /^\s*<(!doctype|html|svg|script|\?xml|head|body|iframe)/i;

/** No control characters but tabs, line ends and form feeds, in UTF-8 or in an encoding of one byte a character. */
const isText = (bytes: Buffer): boolean => {
  if (bytes.length === 0) return false;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return !ACTIVE.test(bytes.subarray(2).toString("utf16le"));
  for (const byte of bytes) if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) return false;
  return !ACTIVE.test(bytes.toString("utf8").replace(/^\ufeff/, ""));
};
