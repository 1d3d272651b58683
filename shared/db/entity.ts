import type { Key, Keys } from "./keys.ts";

/** A kind of item: its name in the table and where it lives. The shape `T` holds no key attribute. */
export interface Entity<T extends object> {
  /** Stored as `entity`; stream filters and readers tell items apart by it. */
  readonly name: string;
  /** Names of other kinds that may stand in the same place, and are read with it. */
  readonly orElse?: readonly string[];
  /** What of an item need not be stored. */
  readonly slim?: Slim;
  /** By what the global search finds an item; of kinds that declare `search`. */
  readonly foundBy?: (item: T) => FoundBy;
  /** In which sorted lists an item stands, and where; of kinds that declare `lists`. */
  readonly listedBy?: (item: T) => ListedBy;
  keys(item: T): Keys;
}

/**
 * By which rules, and by which words, an item is found: stored beside its fields, and no part of it. Each version says it,
 * so that the difference of two versions is what the search has to learn, whatever the rules are by then.
 */
export interface FoundBy {
  /** Counts the changes of what items of a kind are found by. */
  readonly rules: number;
  readonly tokens: readonly string[];
}

/**
 * By which rules, in which sorted lists of its kind, and at which place in each of them an item stands. Stored as
 * {@link FoundBy} is, and for the same reason.
 */
export interface ListedBy {
  readonly rules: number;
  /** Names of lists: `open`, `open#mem_…`. */
  readonly lists: readonly string[];
  /** What the lists are sorted by, texts compared by their bytes. */
  readonly place: string;
}

/**
 * What need not be stored of an item, because it follows from the key or is what most items have: smaller items cost less.
 * Stored beside it, and no part of it, are `index` and `projected` (entities/client-index.ts), {@link FoundBy} and {@link ListedBy}.
 */
export interface Slim {
  /**
   * All fields, each undefined: what is read is filled into a copy of it, so that items have one shape whatever is known of
   * them. Engines read and copy such objects several times as fast; a field that is missing here is read all the same.
   */
  blank?: Readonly<Record<string, undefined>>;
  /** Fields that the key says. */
  fromKey?: (key: Key) => Record<string, unknown>;
  /** What a field is when it is absent: `false`, an empty list, a map of plain values. All items share it: nobody may change it. */
  defaults?: Readonly<Record<string, unknown>>;
  /** Fields that are what another one is when they are absent: `updatedAt` is `createdAt` of what nobody has changed. */
  sameAs?: Readonly<Record<string, string>>;
  /** Fields that are stored in a shorter form, under the same name. */
  shorter?: Readonly<Record<string, ShorterForm>>;
}

/** A shorter form of a value. Values that were stored whole before are read as they are. */
export interface ShorterForm {
  of(value: unknown): unknown;
  read(stored: unknown): unknown;
}

export const entity = <T extends object>(
  name: string,
  keys: (item: T) => Keys,
  slim?: Slim,
  followed: Pick<Entity<T>, "foundBy" | "listedBy"> = {},
): Entity<T> => ({
  name,
  keys,
  ...(slim ? { slim: withFixedDefaults(slim) } : {}),
  ...followed,
});

const withFixedDefaults = (slim: Slim): Slim => {
  Object.values(slim.defaults ?? {}).forEach(fix);
  return slim;
};

const fix = (value: unknown): void => {
  if (!isFilled(value)) return;
  Object.values(value).forEach(fix);
  Object.freeze(value);
};

export interface Versioned {
  version: number;
}

/** Who, when and from where: carried by every resource, read by the stream to tell of a change. */
export interface Provenance extends Versioned {
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
  source: string;
}

/** An item as the table holds it. */
export type Stored = Record<string, unknown> & { pk: string; sk: string; entity: string };

/** What is not stored of an item has the value undefined in it: what writes to the table leaves that out. */
export const toStored = <T extends object>(kind: Entity<T>, item: T): Stored => {
  const keys = kind.keys(item);
  const stored = copyOf(item);
  if (kind.slim) slimDown(kind.slim, stored, keys);
  if (kind.foundBy) stored.foundBy = kind.foundBy(item);
  if (kind.listedBy) stored.listedBy = kind.listedBy(item);
  return Object.assign(stored, keys, { entity: kind.name });
};

/** Members are given another value, never taken away or brought in by name: engines read such objects slowly for ever after. */
const slimDown = ({ fromKey, defaults = {}, sameAs = {}, shorter = {} }: Slim, item: Fields, key: Key): void => {
  for (const name in sameAs) if (item[name] === item[sameAs[name] as string]) item[name] = undefined;
  for (const name in fromKey?.(key)) item[name] = undefined;
  for (const name in defaults) if (isPlainlySame(item[name], defaults[name])) item[name] = undefined;
  for (const name in shorter) if (item[name] !== undefined) item[name] = shorter[name]?.of(item[name]) ?? item[name];
};

type Fields = Record<string, unknown>;
const copyOf = (item: object): Fields => ({ ...item });

const isPlainlySame = (value: unknown, usual: unknown): boolean => {
  if (value === usual) return true;
  if (!isFilled(value) || !isFilled(usual)) return false;
  if (Array.isArray(value) || Array.isArray(usual))
    return Array.isArray(value) && Array.isArray(usual) && value.length === usual.length && sameMembers(value, usual);
  return sameMembers(value, usual);
};

const sameMembers = (value: Fields, usual: Fields): boolean => {
  for (const name in usual) if (!isPlainlySame(value[name], usual[name])) return false;
  for (const name in value) if (!(name in usual)) return false;
  return true;
};

const isFilled = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/**
 * The item without its key attributes. Throws when the item is of another kind: the key scheme would be wrong.
 * @param fields what was read of it, unless all
 */
export const fromStored = <T extends object>(
  kind: Entity<T>,
  stored: Record<string, unknown>,
  fields?: readonly string[],
): T => {
  if (!isOf(kind, stored)) throw new Error(`Expected an item of ${kind.name}, found ${String(stored.entity)}.`);
  if (kind.slim && stored.entity === kind.name) return restored(kind.slim, stored, fields) as T;
  const { pk, sk, gsi1pk, gsi1sk, gsi2pk, gsi2sk, gsi3pk, gsi3sk, entity: _, foundBy, listedBy, ...item } = stored;
  return item as T;
};

const OF_THE_TABLE = new Set(
  "pk sk gsi1pk gsi1sk gsi2pk gsi2sk gsi3pk gsi3sk entity foundBy listedBy index projected".split(" "),
);

/** An item as it was before it was stored. */
export const restored = (
  { fromKey, blank, defaults = {}, sameAs = {}, shorter = {} }: Slim,
  stored: Readonly<Fields>,
  fields?: readonly string[],
): Fields => {
  const isWanted = (name: string): boolean => fields === undefined || fields.includes(name);
  const item: Fields = fields ? {} : { ...blank };
  for (const name in defaults) if (isWanted(name)) item[name] = defaults[name];
  Object.assign(item, fromKey?.({ pk: String(stored.pk), sk: String(stored.sk) }));
  for (const name in stored) if (stored[name] !== undefined && !OF_THE_TABLE.has(name)) item[name] = stored[name];
  for (const [name, other] of Object.entries(sameAs))
    if (stored[name] === undefined && isWanted(name)) item[name] = item[other];
  for (const [name, form] of Object.entries(shorter))
    if (stored[name] !== undefined) item[name] = form.read(stored[name]);
  return item;
};

/** An item as it would be stored today, so that it can be compared with one that is about to be. */
export const asStoredToday = <T extends object>(kind: Entity<T>, stored: Stored): Stored =>
  kind.slim && stored.entity === kind.name ? toStored(kind, fromStored(kind, stored)) : stored;

/** What must be read of a stored item to know these fields of it. */
export const storedFields = ({ slim }: { slim?: Slim }, fields: readonly string[]): string[] => [
  ...fields,
  ...fields.flatMap((name) => slim?.sameAs?.[name] ?? []),
];

export const isOf = <T extends object>(kind: Entity<T>, stored: Record<string, unknown>): boolean =>
  stored.entity === kind.name || (kind.orElse?.includes(String(stored.entity)) ?? false);
