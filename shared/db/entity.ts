import type { Keys } from "./keys.ts";

/** A kind of item: its name in the table and where it lives. The shape `T` holds no key attribute. */
export interface Entity<T extends object> {
  /** Stored as `entity`; stream filters and readers tell items apart by it. */
  readonly name: string;
  /** Names of other kinds that may stand in the same place, and are read with it. */
  readonly orElse?: readonly string[];
  keys(item: T): Keys;
}

export const entity = <T extends object>(name: string, keys: (item: T) => Keys): Entity<T> => ({ name, keys });

export interface Versioned {
  version: number;
}

/** Who, when and from where: carried by every resource, read by the stream to tell the story of a change. */
export interface Provenance extends Versioned {
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
  source: string;
}

/** An item as the table holds it. */
export type Stored = Record<string, unknown> & { pk: string; sk: string; entity: string };

export const toStored = <T extends object>(kind: Entity<T>, item: T): Stored => ({
  ...item,
  ...kind.keys(item),
  entity: kind.name,
});

/** The item without its key attributes. Throws when the item is of another kind: the key scheme would be wrong. */
export const fromStored = <T extends object>(kind: Entity<T>, stored: Record<string, unknown>): T => {
  if (!isOf(kind, stored)) throw new Error(`Expected an item of ${kind.name}, found ${String(stored.entity)}.`);
  const { pk, sk, gsi1pk, gsi1sk, gsi2pk, gsi2sk, gsi3pk, gsi3sk, entity: _, ...item } = stored;
  return item as T;
};

export const isOf = <T extends object>(kind: Entity<T>, stored: Record<string, unknown>): boolean =>
  stored.entity === kind.name || (kind.orElse?.includes(String(stored.entity)) ?? false);
