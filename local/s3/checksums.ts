import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AwsError } from "../front-door/answers.ts";

const crc32c = (content: Buffer): number => {
  let value = 0xffffffff;
  for (const byte of content) value = (value >>> 8) ^ (table[(value ^ byte) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
};

const algorithms: Record<string, (content: Buffer) => string> = {
  crc32: (content) => bigEndian(crc32(content)),
  crc32c: (content) => bigEndian(crc32c(content)),
  sha1: (content) => createHash("sha1").update(content).digest("base64"),
  sha256: (content) => createHash("sha256").update(content).digest("base64"),
};

const prefix = "x-amz-checksum-";

/**
 * Holds the content against every checksum that came with it, in headers or form fields (names in lower case).
 * @throws AwsError `BadDigest`; `NotImplemented` for an algorithm that this machine does not know.
 */
export const verifyChecksums = (stated: Iterable<[name: string, value: string]>, content: Buffer): void => {
  for (const [name, value] of stated) {
    if (name === "content-md5") verify("Content-MD5", value, createHash("md5").update(content).digest("base64"));
    const algorithm = name.startsWith(prefix) ? name.slice(prefix.length) : "";
    if (algorithm === "" || algorithm === "mode" || algorithm === "type" || algorithm === "algorithm") continue;
    const compute = algorithms[algorithm];
    if (!compute) throw new AwsError("NotImplemented", `The checksum ${algorithm} is not known on one machine.`, 501);
    verify(algorithm.toUpperCase(), value, compute(content));
  }
};

/** A form that names an algorithm must bring the checksum too. @throws AwsError `InvalidRequest` */
export const mustHoldItsChecksum = (fields: Map<string, string>): void => {
  const algorithm = fields.get(`${prefix}algorithm`)?.toLowerCase();
  if (algorithm === undefined || fields.has(`${prefix}${algorithm}`)) return;
  const message = `x-amz-checksum-algorithm specified, but no corresponding x-amz-checksum-${algorithm} field was found.`;
  throw new AwsError("InvalidRequest", message, 400);
};

const verify = (what: string, stated: string, actual: string): void => {
  if (stated === actual) return;
  throw new AwsError("BadDigest", `The ${what} you specified did not match the calculated checksum.`, 400);
};

const bigEndian = (value: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString("base64");
};

// Castagnoli's polynomial, reversed.
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});
