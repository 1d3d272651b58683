import { createHash, randomBytes } from "node:crypto";

/**
 * What an id can stand for, where several features speak of it; the prefix is part of the id (`cli_01J…`), so that an id
 * read in a log says what it is. Kinds of one feature bring theirs: {@link IdForm}.
 */
export const idPrefixes = {
  account: "acc",
  apiKey: "key",
  attachment: "att",
  campaign: "cam",
  client: "cli",
  clientType: "ctp",
  comment: "com",
  delivery: "dlv",
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
  webhook: "whk",
} as const;

export type IdKind = keyof typeof idPrefixes;
declare const brand: unique symbol;
/** An id of one kind; a string everywhere else, but not interchangeable with an id of another kind. */
export type Id<K extends string> = string & { readonly [brand]: K };
export type AccountId = Id<"account">;
export type ClientId = Id<"client">;

const ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}";
/** Crockford's base 32 (ULID specification): no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The ids of a kind that one feature keeps, declared with it: `{ kind: "reminder", prefix: "rem", path: "reminders" }`.
 * `path`: the segment of a route that such an id follows.
 */
export interface IdForm<K extends string = string> {
  readonly kind: K;
  readonly prefix: string;
  readonly path: string;
}

/** What an id is made of: a kind that everybody knows, or a feature's own. */
export type AnyIdKind = IdKind | IdForm;
type KindOf<F extends AnyIdKind> = F extends IdForm<infer K> ? K : F & string;

export const prefixOf = (kind: AnyIdKind): string => (typeof kind === "string" ? idPrefixes[kind] : kind.prefix);

export const idPattern = (kind: AnyIdKind): RegExp => new RegExp(`^${prefixOf(kind)}_${ULID}$`);

const ENDS_IN_ULID = new RegExp(`_${ULID}$`);

/** Tells whether a string is a well-formed id of that kind. */
export const isId = <const F extends AnyIdKind>(kind: F, value: string): value is Id<KindOf<F>> => {
  const prefix = prefixOf(kind);
  return value.length === prefix.length + 27 && value.startsWith(prefix) && ENDS_IN_ULID.test(value);
};

export interface Ids {
  next<const F extends AnyIdKind>(kind: F): Id<KindOf<F>>;
}

const RANDOM_BYTES = 10;

/** Sortable by creation time, 80 random bits (ULID specification, without its monotonic mode). */
export const ulids: Ids = {
  next: <const F extends AnyIdKind>(kind: F) => `${prefixOf(kind)}_${moment(Date.now())}${chance()}` as Id<KindOf<F>>,
};

/** The first ten characters of a ULID. What one request makes is mostly of the same millisecond. */
const moment = (at: number): string => {
  if (at !== lastMoment.at) lastMoment = { at, text: base32(timed(new Date(at), NOTHING)).slice(0, 10) };
  return lastMoment.text;
};
const NOTHING = new Uint8Array(RANDOM_BYTES);
let lastMoment = { at: Number.NaN, text: "" };

const CHANCE_CHARACTERS = 16;

/**
 * The other sixteen: five random bits each. Asking the machine for random bytes takes longer than everything else that an
 * id needs, and so does a text that is put together letter by letter: they are fetched and written in stock.
 */
const chance = (): string => {
  if (used === stock.length) {
    const bytes = randomBytes(256 * CHANCE_CHARACTERS);
    for (const [at, bits] of bytes.entries()) bytes[at] = ALPHABET.charCodeAt(bits & 31);
    stock = bytes.toString("latin1");
    used = 0;
  }
  used += CHANCE_CHARACTERS;
  return stock.slice(used - CHANCE_CHARACTERS, used);
};
let stock = "";
let used = 0;

/** 48 bits of time, then 80 bits of something else. */
const timed = (at: Date, bits: Uint8Array): Buffer => {
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeUIntBE(at.getTime(), 0, 6);
  bytes.set(bits, 6);
  return bytes;
};

/** The same id for the same parts, always: what is made twice from the same cause must have the same name. */
export const derivedId = <const F extends AnyIdKind>(kind: F, ...parts: string[]): Id<KindOf<F>> =>
  `${prefixOf(kind)}_${base32(createHash("sha256").update(parts.join("\u0000")).digest())}` as Id<KindOf<F>>;

/** Like {@link derivedId}, but sorts by `at` as a ULID would: 48 bits of time, then 80 bits of the hash. */
export const derivedIdAt = <const F extends AnyIdKind>(kind: F, at: Date, ...parts: string[]): Id<KindOf<F>> => {
  const hash = createHash("sha256").update(parts.join("\u0000")).digest();
  return `${prefixOf(kind)}_${base32(timed(at, hash.subarray(0, RANDOM_BYTES)))}` as Id<KindOf<F>>;
};

/** What every id of that kind is at least that is made at `at` or later: where a range of them begins. */
export const firstIdAt = (kind: IdKind, at: Date): string => `${idPrefixes[kind]}_${base32(timed(at, NOTHING))}`;

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

/** A secret that opens something: 192 random bits, URL-safe. Only its hash is ever stored. */
export const newSecret = (): string => randomBytes(24).toString("base64url");

export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
