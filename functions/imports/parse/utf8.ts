import { isUtf8 } from "node:buffer";

const windows1252 = new TextDecoder("windows-1252");

/** Length of the UTF-8 sequence at an index: 1 to 4, 0 when it is none, -1 when the bytes end within it. */
const sequenceLength = (bytes: Uint8Array, index: number): number => {
  const lead = bytes[index] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  for (let i = 1; i < length; i++) {
    const next = bytes[index + i];
    if (next === undefined) return -1;
    const [low, high] = i === 1 ? secondByte(lead) : [0x80, 0xbf];
    if (next < low || next > high) return 0;
  }
  return length;
};

/** No overlong forms, no surrogates, nothing above U+10FFFF (Unicode standard, table 3-7). */
const secondByte = (lead: number): [number, number] => {
  switch (lead) {
    case 0xe0:
      return [0xa0, 0xbf];
    case 0xed:
      return [0x80, 0x9f];
    case 0xf0:
      return [0x90, 0xbf];
    case 0xf4:
      return [0x80, 0x8f];
    default:
      return [0x80, 0xbf];
  }
};

/** Whether most of what is beyond ASCII is UTF-8; a sequence cut by the end counts for neither. */
export const isMostlyUtf8 = (bytes: Uint8Array): boolean => {
  let [sequences, strays] = [0, 0];
  for (let index = 0; index < bytes.length; ) {
    const length = sequenceLength(bytes, index);
    if (length < 0) break;
    if (length === 0) strays += 1;
    if (length > 1) sequences += 1;
    index += Math.max(1, length);
  }
  return sequences > strays || strays === 0;
};

/** How many bytes at the end begin a sequence that goes on in the next chunk. */
export const unfinished = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    if (sequenceLength(bytes, bytes.length - back) < 0) return back;
  }
  return 0;
};

/**
 * Reads bytes as UTF-8; a byte that has no place in it is read as Windows-1252, so that a file pasted together from two
 * sources keeps the accents of both.
 */
export const utf8WithStrays = (bytes: Uint8Array): string => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString("utf8");
  let text = "";
  let start = 0;
  for (let index = 0; index < bytes.length; ) {
    const length = sequenceLength(bytes, index);
    if (length < 1) {
      text += buffer.toString("utf8", start, index) + windows1252.decode(bytes.subarray(index, index + 1));
      start = index + 1;
    }
    index += Math.max(1, length);
  }
  return text + buffer.toString("utf8", start);
};
