import { createHash, randomBytes } from "node:crypto";
import { ulid } from "ulid";

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
  event: "evt",
  export: "exp",
  import: "imp",
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

/** Sortable by creation time (ULID), 80 random bits. */
export const ulids: Ids = {
  next: <K extends IdKind>(kind: K) => `${idPrefixes[kind]}_${ulid()}` as Id<K>,
};

/** The same id for the same parts, always: what is made twice from the same cause must have the same name. */
export const derivedId = <K extends IdKind>(kind: K, ...parts: string[]): Id<K> =>
  `${idPrefixes[kind]}_${base32(createHash("sha256").update(parts.join("\u0000")).digest())}` as Id<K>;

/** Like {@link derivedId}, but sorts by `at` as a ULID would: 48 bits of time, then 80 bits of the hash. */
export const derivedIdAt = <K extends IdKind>(kind: K, at: Date, ...parts: string[]): Id<K> => {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(at.getTime(), 0, 6);
  createHash("sha256").update(parts.join("\u0000")).digest().copy(bytes, 6, 0, 10);
  return `${idPrefixes[kind]}_${base32(bytes)}` as Id<K>;
};

/** 16 bytes as 26 characters, the way a ULID writes its 128 bits. */
const base32 = (bytes: Buffer): string => {
  let value = BigInt(`0x${bytes.subarray(0, 16).toString("hex")}`);
  let text = "";
  for (let index = 0; index < 26; index++) {
    text = `${ALPHABET[Number(value & 31n)]}${text}`;
    value >>= 5n;
  }
  return text;
};

/** A secret that opens something: 192 random bits, URL-safe. Only its hash is ever stored. */
export const newSecret = (): string => randomBytes(24).toString("base64url");

export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
