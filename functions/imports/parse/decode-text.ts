import { isAscii } from "node:buffer";
import { ImportFileError } from "./file-error.ts";
import { legacyDecoder, likelyEncoding } from "./legacy-encoding.ts";
import { isMostlyUtf8, unfinished, utf8WithStrays } from "./utf8.ts";

type Bytes = Uint8Array;
type Decode = (bytes: Bytes, last: boolean) => string;

/** How much text is looked at, from the first byte beyond ASCII on, before its encoding is decided. */
const LOOK_AHEAD = 65_536;
const ENOUGH_FOR_UTF_16 = 64;

/**
 * The text of a file in pieces, whatever its encoding: UTF-8 or UTF-16 by their byte-order mark or their bytes, else the
 * encoding of spreadsheets on Windows, Macintosh or DOS in which it reads as people write. One pass and no whole file in
 * memory: up to the first byte beyond ASCII they read the same, and what follows it decides.
 * @throws ImportFileError `encoding` when its letters make no words in any of them
 */
export async function* decodeText(source: AsyncIterable<Bytes>): AsyncGenerator<string> {
  let held: Bytes = Buffer.alloc(0);
  let decode: Decode | undefined;
  let begun = false;
  for await (const chunk of source) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (!begun) {
      if (held.length < ENOUGH_FOR_UTF_16) continue;
      begun = true;
      const mark = markOf(held);
      decode = mark.decode ?? unmarkedUtf16(held);
      held = held.subarray(mark.length);
    }
    if (!decode) {
      // The letter before the first accent helps to tell what it is.
      const ascii = Math.max(0, asciiLength(held) - 1);
      if (ascii > 0) yield latin(held.subarray(0, ascii));
      held = held.subarray(ascii);
      if (held.length < LOOK_AHEAD) continue;
      decode = decoderFor(held);
    }
    yield decode(held, false);
    held = Buffer.alloc(0);
  }
  const mark = begun ? { decode, length: 0 } : markOf(held);
  const rest = held.subarray(mark.length);
  yield (mark.decode ?? (begun ? undefined : unmarkedUtf16(rest)) ?? decoderFor(rest))(rest, true);
}

const markOf = (bytes: Bytes): { decode: Decode | undefined; length: number } => {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { decode: utf8Decoder(), length: 3 };
  if (first === 0xff && second === 0xfe) return { decode: streaming("utf-16le"), length: 2 };
  if (first === 0xfe && second === 0xff) return { decode: streaming("utf-16be"), length: 2 };
  return { decode: undefined, length: 0 };
};

/** Written without its mark: every other byte of what is mostly Latin is zero. */
const unmarkedUtf16 = (bytes: Bytes): Decode | undefined => {
  const [even, odd] = [0, 1].map((parity) => {
    const own = bytes.subarray(0, LOOK_AHEAD).filter((_, index) => index % 2 === parity);
    return own.filter((byte) => byte === 0).length / Math.max(1, own.length);
  });
  if (even === undefined || odd === undefined) return undefined;
  if (odd > 0.6 && even < 0.1) return streaming("utf-16le");
  return even > 0.6 && odd < 0.1 ? streaming("utf-16be") : undefined;
};

const decoderFor = (bytes: Bytes): Decode => {
  if (isMostlyUtf8(bytes)) return utf8Decoder();
  const encoding = likelyEncoding(bytes);
  if (!encoding) throw new ImportFileError("encoding");
  return legacyDecoder(encoding);
};

const streaming = (encoding: string): Decode => {
  const decoder = new TextDecoder(encoding);
  return (bytes, last) => decoder.decode(bytes, { stream: !last });
};

const utf8Decoder = (): Decode => {
  let carried: Bytes = Buffer.alloc(0);
  return (bytes, last) => {
    const whole = carried.length === 0 ? bytes : Buffer.concat([carried, bytes]);
    const end = whole.length - (last ? 0 : unfinished(whole));
    carried = whole.slice(end);
    return utf8WithStrays(whole.subarray(0, end));
  };
};

const latin = (bytes: Bytes): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

const asciiLength = (bytes: Bytes): number => {
  return isAscii(bytes) ? bytes.length : bytes.findIndex((byte) => byte > 0x7f);
};
