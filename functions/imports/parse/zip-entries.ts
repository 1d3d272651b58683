import { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { ImportFileError } from "./file-error.ts";

/** One file of an archive (PKWARE APPNOTE 6.3, sections 4.3 and 4.5.3). */
interface Entry {
  method: number;
  encrypted: boolean;
  compressedSize: number;
  /** Where its local header begins. */
  offset: number;
}

export interface Archive {
  /** Whatever the case of the path. */
  has(path: string): boolean;
  /** Of all its files, in lower case. */
  paths(): string[];
  /** The bytes of a file, unpacked as they are read. */
  read(path: string): AsyncIterable<Uint8Array>;
}

const END_OF_DIRECTORY = 0x06054b50;
const ZIP64_LOCATOR = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LONGEST_COMMENT = 65_535;
const STORED = 0;
const DEFLATED = 8;

/**
 * A ZIP archive held in memory, its files unpacked one by one and piece by piece.
 * @param mostUnpacked bytes that all reads together may unpack: an archive can hold a thousand times its size
 * @throws ImportFileError `not-a-workbook` when the bytes are no archive; reading may throw `workbook-too-large`
 */
export const openArchive = (bytes: Uint8Array, mostUnpacked: number): Archive => {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = guarded(() => directoryOf(archive));
  let unpacked = 0;

  async function* read(path: string): AsyncGenerator<Uint8Array> {
    const entry = entries.get(path.toLowerCase());
    if (!entry) throw new ImportFileError("not-a-workbook");
    if (entry.encrypted) throw new ImportFileError("old-workbook");
    try {
      for await (const chunk of unpack(packedBytes(archive, entry), entry.method)) {
        unpacked += chunk.length;
        if (unpacked > mostUnpacked) throw new ImportFileError("workbook-too-large");
        yield chunk;
      }
    } catch (error) {
      throw error instanceof ImportFileError ? error : new ImportFileError("not-a-workbook", { cause: error });
    }
  }
  return { paths: () => [...entries.keys()], has: (path) => entries.has(path.toLowerCase()), read };
};

const unpack = (packed: Buffer, method: number): AsyncIterable<Uint8Array> => {
  if (method === STORED) return Readable.from([packed]);
  if (method === DEFLATED) return Readable.from([packed]).pipe(createInflateRaw({ chunkSize: 65_536 }));
  throw new ImportFileError("not-a-workbook");
};

const packedBytes = (archive: Buffer, entry: Entry): Buffer => {
  const begin = entry.offset + 30 + archive.readUInt16LE(entry.offset + 26) + archive.readUInt16LE(entry.offset + 28);
  return archive.subarray(begin, begin + entry.compressedSize);
};

const directoryOf = (archive: Buffer): Map<string, Entry> => {
  const entries = new Map<string, Entry>();
  let { at, count } = directoryStart(archive);
  for (; count > 0; count--) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new ImportFileError("not-a-workbook");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    const nameEnd = at + 46 + (nameLength ?? 0);
    const extraEnd = nameEnd + (extraLength ?? 0);
    // Names of parts are the same in any case (ECMA-376 part 2); some programs write their own separators.
    const path = archive
      .toString("utf8", at + 46, nameEnd)
      .replaceAll("\\", "/")
      .replace(/^\//, "")
      .toLowerCase();
    entries.set(path, { ...entryAt(archive, at), ...largeSizes(archive, at, archive.subarray(nameEnd, extraEnd)) });
    at = extraEnd + (commentLength ?? 0);
  }
  return entries;
};

const entryAt = (archive: Buffer, at: number): Entry => ({
  method: archive.readUInt16LE(at + 10),
  encrypted: (archive.readUInt16LE(at + 8) & 1) === 1,
  compressedSize: archive.readUInt32LE(at + 20),
  offset: archive.readUInt32LE(at + 42),
});

const directoryStart = (archive: Buffer): { at: number; count: number } => {
  const earliest = Math.max(0, archive.length - 22 - LONGEST_COMMENT);
  for (let end = archive.length - 22; end >= earliest; end--) {
    if (archive.readUInt32LE(end) !== END_OF_DIRECTORY) continue;
    const [count, at] = [archive.readUInt16LE(end + 10), archive.readUInt32LE(end + 16)];
    if (end < 20 || archive.readUInt32LE(end - 20) !== ZIP64_LOCATOR) return { at, count };
    const large = Number(archive.readBigUInt64LE(end - 12));
    return { at: Number(archive.readBigUInt64LE(large + 48)), count: Number(archive.readBigUInt64LE(large + 32)) };
  }
  throw new ImportFileError("not-a-workbook");
};

/** Zip64 writes the sizes that do not fit (or all of them, some programs) into an extra field, in a fixed order. */
const largeSizes = (archive: Buffer, at: number, extra: Buffer): Partial<Entry> => {
  const found: Partial<Entry> = {};
  for (let field = 0; field + 4 <= extra.length; field += 4 + extra.readUInt16LE(field + 2)) {
    if (extra.readUInt16LE(field) !== 1) continue;
    let value = field + 4;
    if (archive.readUInt32LE(at + 24) === 0xffffffff) value += 8;
    if (archive.readUInt32LE(at + 20) === 0xffffffff) {
      found.compressedSize = Number(extra.readBigUInt64LE(value));
      value += 8;
    }
    if (archive.readUInt32LE(at + 42) === 0xffffffff) found.offset = Number(extra.readBigUInt64LE(value));
  }
  return found;
};

const guarded = <T>(parse: () => T): T => {
  try {
    return parse();
  } catch (error) {
    throw error instanceof ImportFileError ? error : new ImportFileError("not-a-workbook", { cause: error });
  }
};
