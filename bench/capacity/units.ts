import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** An item as DynamoDB's wire has it. */
export type Marshalled = Record<string, AttributeValue>;

const READ_UNIT = 4096;
const WRITE_UNIT = 1024;

/** Bytes of an item (DynamoDB Developer Guide, "DynamoDB item sizes and formats"). */
export const itemSize = (item: Marshalled): number => {
  const sizes = Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueSize(value));
  return sizes.reduce((sum, size) => sum + size, 0);
};

const valueSize = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return bytesIn(value.B);
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (value.M !== undefined) return 3 + itemSize(value.M) + Object.keys(value.M).length;
  if (value.L !== undefined) return 3 + value.L.reduce((sum, one) => sum + 1 + valueSize(one), 0);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  throw new Error(`The size of ${JSON.stringify(value)} is not known.`);
};

/** The wire has bytes in base 64. */
const bytesIn = (value: Uint8Array | string): number =>
  typeof value === "string" ? Buffer.byteLength(value, "base64") : value.byteLength;

/** About one byte for two significant digits, and one more. */
const numberSize = (text: string): number => {
  const digits = text.replace(/^-/, "").replace(".", "").replace(/^0+/, "").replace(/0+$/, "");
  return Math.ceil(digits.length / 2) + (text.startsWith("-") ? 2 : 1);
};

/** Read units of so many bytes; an item that is not there costs as much as a small one. */
export const readUnits = (bytes: number, strong: boolean): number =>
  Math.max(1, Math.ceil(bytes / READ_UNIT)) * (strong ? 1 : 0.5);

export interface WriteUnits {
  table: number;
  indexes: number;
}

const indexes = ["gsi1", "gsi2", "gsi3"] as const;

/**
 * Write units of one change of one item: the larger of the two images for the table, and for each index what it must
 * write: one entry that is new, gone or changed in place; two for one that moves. In a transaction the table's part
 * counts twice; the indexes follow as they always do.
 */
export const writeUnits = (
  before: Marshalled | undefined,
  after: Marshalled | undefined,
  transaction = false,
): WriteUnits => {
  const units = (item: Marshalled | undefined) => (item ? Math.ceil(itemSize(item) / WRITE_UNIT) : 0);
  const table = Math.max(1, units(before), units(after)) * (transaction ? 2 : 1);
  if (before && after && same(before, after)) return { table, indexes: 0 };
  const ofIndexes = indexes.map((index) => {
    const [old, fresh] = [keyIn(before, index), keyIn(after, index)];
    if (old !== undefined && old === fresh) return Math.max(units(before), units(after));
    return (old === undefined ? 0 : units(before)) + (fresh === undefined ? 0 : units(after));
  });
  return { table, indexes: ofIndexes.reduce((sum, one) => sum + one, 0) };
};

export const totalOf = ({ table, indexes: ofIndexes }: WriteUnits): number => table + ofIndexes;

/** Where an item stands in an index; undefined where it does not. */
const keyIn = (item: Marshalled | undefined, index: string): string | undefined => {
  const [hash, range] = [item?.[`${index}pk`]?.S, item?.[`${index}sk`]?.S];
  return hash === undefined || range === undefined ? undefined : `${hash}\u0000${range}`;
};

const same = (a: Marshalled, b: Marshalled): boolean => sorted(a) === sorted(b);
const sorted = (item: Marshalled): string => JSON.stringify(Object.entries(item).sort(([x], [y]) => (x < y ? -1 : 1)));
