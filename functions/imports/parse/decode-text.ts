import { isAscii } from "node:buffer";
import { isMostlyUtf8, unfinished, utf8WithStrays } from "./utf8.ts";

type Bytes = Uint8Array;
type Decode = (bytes: Bytes, last: boolean) => string;

/** How much text is looked at, from the first byte beyond ASCII on, before its encoding is decided. */
const LOOK_AHEAD = 65_536;

/**
 * The text of a file in pieces, whatever its encoding: UTF-8 or UTF-16 by their byte-order mark, else UTF-8 if its
 * bytes are that, else Windows-1252, which old spreadsheets write. One pass and no whole file in memory: up to the first
 * byte beyond ASCII both read the same, and what follows it decides.
 */
export async function* decodeText(source: AsyncIterable<Bytes>): AsyncGenerator<string> {
  let held: Bytes = Buffer.alloc(0);
  let decode: Decode | undefined;
  let begun = false;
  for await (const chunk of source) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (!begun) {
      if (held.length < 3) continue;
      begun = true;
      const mark = markOf(held);
      decode = mark.decode;
      held = held.subarray(mark.length);
    }
    if (!decode) {
      const ascii = asciiLength(held);
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
  yield (mark.decode ?? decoderFor(rest))(rest, true);
}

const markOf = (bytes: Bytes): { decode: Decode | undefined; length: number } => {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { decode: utf8Decoder(), length: 3 };
  if (first === 0xff && second === 0xfe) return { decode: streaming("utf-16le"), length: 2 };
  if (first === 0xfe && second === 0xff) return { decode: streaming("utf-16be"), length: 2 };
  return { decode: undefined, length: 0 };
};

const decoderFor = (bytes: Bytes): Decode => (isMostlyUtf8(bytes) ? utf8Decoder() : streaming("windows-1252"));

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
