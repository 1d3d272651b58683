import { createHash, randomBytes } from "node:crypto";

/** What an id can stand for; the prefix is part of the id (`cli_01J…`), so that an id read in a log says what it is. */
export const idPrefixes = {
  account: "acc",
  apiKey: "key",
  attachment: "att",
  campaign: "cam",
  client: "cli",
  clientType: "ctp",
  comment: "com",
  document: "doc",
  documentRequest: "drq",
  erasure: "era",
  event: "evt",
  export: "exp",
  import: "imp",
  invitation: "inv",
  item: "itm",
  job: "job",
  location: "loc",
  member: "mem",
  note: "note",
  request: "req",
  team: "team",
  upload: "upl",
} as const;

export type IdKind = keyof typeof idPrefixes;
declare const brand: unique symbol;
/** An id of one kind; a string everywhere else, but not interchangeable with an id of another kind. */
export type Id<K extends IdKind> = string & { readonly [brand]: K };
export type AccountId = Id<"account">;
export type ClientId = Id<"client">;

const ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}";
/** Crockford's base 32 (ULID specification): no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export const idPattern = (kind: IdKind): RegExp => new RegExp(`^${idPrefixes[kind]}_${ULID}$`);

/** Tells whether a string is a well-formed id of that kind. */
export const isId = <K extends IdKind>(kind: K, value: string): value is Id<K> => {
  const prefix = idPrefixes[kind];
  return value.length === prefix.length + 27 && value.startsWith(`${prefix}_`) && idPattern(kind).test(value);
};

export interface Ids {
  next<K extends IdKind>(kind: K): Id<K>;
}

const RANDOM_BYTES = 10;

/** Sortable by creation time, 80 random bits (ULID specification, without its monotonic mode). */
export const ulids: Ids = {
  next: <K extends IdKind>(kind: K) => `${idPrefixes[kind]}_${base32(timed(new Date(), randomBits()))}` as Id<K>,
};

/** 48 bits of time, then 80 bits of something else. */
const timed = (at: Date, bits: Uint8Array): Buffer => {
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeUIntBE(at.getTime(), 0, 6);
  bytes.set(bits, 6);
  return bytes;
};

/** The same id for the same parts, always: what is made twice from the same cause must have the same name. */
export const derivedId = <K extends IdKind>(kind: K, ...parts: string[]): Id<K> =>
  `${idPrefixes[kind]}_${base32(createHash("sha256").update(parts.join("\u0000")).digest())}` as Id<K>;

/** Like {@link derivedId}, but sorts by `at` as a ULID would: 48 bits of time, then 80 bits of the hash. */
export const derivedIdAt = <K extends IdKind>(kind: K, at: Date, ...parts: string[]): Id<K> => {
  const hash = createHash("sha256").update(parts.join("\u0000")).digest();
  return `${idPrefixes[kind]}_${base32(timed(at, hash.subarray(0, RANDOM_BYTES)))}` as Id<K>;
};

/** 16 bytes as 26 characters, the way a ULID writes its 128 bits: five bits each, three in the first. */
const base32 = (bytes: Uint8Array): string => {
  let text = "";
  // As if two zero bits stood in front.
  let waiting = 2;
  let bits = 0;
  for (let index = 0; index < 16; index++) {
    bits = ((bits << 8) | (bytes[index] ?? 0)) & 0xfff;
    waiting += 8;
    while (waiting >= 5) {
      waiting -= 5;
      text += ALPHABET[(bits >> waiting) & 31];
    }
  }
  return text;
};

/** Asking the machine for random bytes takes longer than everything else that an id needs: they are fetched in stock. */
const inStock = (count: number): (() => Uint8Array) => {
  let bytes = Buffer.alloc(0);
  let taken = 0;
  return () => {
    if (taken === bytes.length) {
      bytes = randomBytes(128 * count);
      taken = 0;
    }
    taken += count;
    return bytes.subarray(taken - count, taken);
  };
};

const randomBits = inStock(RANDOM_BYTES);

/** A secret that opens something: 192 random bits, URL-safe. Only its hash is ever stored. */
export const newSecret = (): string => randomBytes(24).toString("base64url");

export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
