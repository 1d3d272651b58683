import { hash } from "node:crypto";

// In which lists a client stands, in twelve bytes: a Bloom filter, kept in each of the client's list entries. It never leaves
// out a list that the client stands in; of the others it takes one in some hundred for such a list.

const BYTES = 12;
/** Bits of one list. */
const BITS = 3;

/** @param lists as `ClientIndex.lists` names them: `tag#vip` */
export const listMark = (lists: readonly string[]): string => {
  const bytes = Buffer.alloc(BYTES);
  for (const list of lists) for (const { byte, bit } of bitsOf(list)) bytes[byte] = (bytes[byte] ?? 0) | bit;
  return bytes.toString("base64");
};

/** Whether a client may stand in all of some lists, as a mark tells; who is left out does not. No mark says nothing. */
export const markTest = (lists: readonly string[]): ((mark: string | undefined) => boolean) => {
  if (lists.length === 0) return () => true;
  const wanted = lists.flatMap(bitsOf);
  return (mark) => {
    if (mark === undefined) return true;
    const bytes = Buffer.from(mark, "base64");
    return wanted.every(({ byte, bit }) => ((bytes[byte] ?? 0) & bit) !== 0);
  };
};

const bitsOf = (list: string): { byte: number; bit: number }[] => {
  const digest = hash("sha256", list, "buffer");
  return Array.from({ length: BITS }, (_, at) => {
    const place = digest.readUInt16BE(at * 2) % (BYTES * 8);
    return { byte: place >> 3, bit: 1 << (place & 7) };
  });
};
