/** The beginnings of real files, as small as their formats allow. */
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));

/** A local file header of a ZIP archive (APPNOTE 4.3.7) and its entry, stored as it is. */
export const zipEntry = (name: string, content: string): Buffer => {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name, "latin1"), Buffer.from(content, "latin1")]);
};

/** What an Office file holds says its list of contents (ECMA-376, part 2). */
const contentTypes = (part: string, type: string): Buffer =>
  zipEntry(
    "[Content_Types].xml",
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
  );

const ftyp = (brand: string, ...compatible: string[]): Buffer =>
  bytes([0, 0, 0, 16 + 4 * compatible.length], `ftyp${brand}`, [0, 0, 0, 0], ...compatible, [0, 0, 0, 8], "mdat");

export const sampleFiles = {
  pdf: bytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
  png: bytes([0x89], "PNG\r\n", [0x1a], "\n", [0, 0, 0, 13], "IHDR"),
  jpeg: bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16], "JFIF"),
  gif: bytes("GIF89a", [1, 0, 1, 0]),
  webp: bytes("RIFF", [26, 0, 0, 0], "WEBPVP8 "),
  tiff: bytes("II", [42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  heic: ftyp("heic", "mif1", "heic"),
  mp4: ftyp("isom", "isom", "mp41"),
  mov: ftyp("qt  "),
  doc: bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]),
  docx: Buffer.concat([
    contentTypes("word/document.xml", "wordprocessingml.document"),
    zipEntry("word/document.xml", "<w/>"),
  ]),
  xlsx: Buffer.concat([contentTypes("xl/workbook.xml", "spreadsheetml.sheet"), zipEntry("xl/workbook.xml", "<x/>")]),
  odt: zipEntry("mimetype", "application/vnd.oasis.opendocument.text"),
  zip: zipEntry("photos/a.jpg", "x"),
  text: Buffer.from("Bonjour,\r\nvoici ma preuve d'assurance.\tMerci — Noémie\n"),
  latin1: Buffer.from("Montr\u00e9al;514\n", "latin1"),
  html: Buffer.from("\n<!DOCTYPE html><script>alert(1)</script>"),
  svg: Buffer.from('<?xml version="1.0"?><svg onload="alert(1)"/>'),
  program: bytes("MZ", [0x90, 0, 3, 0, 0, 0, 4, 0]),
  noise: bytes([0, 1, 2, 3, 4, 5]),
};

/** EICAR's test file, put together here so that no scanner stops at this source. */
export const eicar: Buffer = Buffer.from(
  `${"X5O!P%@AP[4\\PZX54(P^)7CC)7}$"}EICAR-STANDARD-${"ANTIVIRUS-TEST-FILE!$H+H*"}`,
);
