import { AppError } from "../errors.ts";
import { absent, type Condition, conditionExpression, Placeholders, version } from "./conditions.ts";
import { asStoredToday, type Entity, type Stored, toStored, type Versioned } from "./entity.ts";
import type { Key } from "./keys.ts";

/** What to throw when a condition does not hold, given the item that stands there (none: it does not exist). */
type Refusal = (existing: Stored | undefined) => Error;

/**
 * One write as a value: use cases return writes, the table commits them. `when` guards it, `otherwise` says what its
 * failure means.
 */
export type Write =
  | { do: "put"; item: Stored; when?: Condition; otherwise?: Refusal }
  | { do: "delete"; key: Key; when?: Condition; otherwise?: Refusal }
  | { do: "check"; key: Key; when: Condition; otherwise?: Refusal }
  | { do: "update"; key: Key; change: Change; when?: Condition; otherwise?: Refusal };

/** Fields to set, to remove, and numbers to add to. */
export interface Change {
  set?: Record<string, unknown>;
  /** Set where the item has no such field yet. */
  setOnce?: Record<string, unknown>;
  add?: Record<string, number | Set<string>>;
  take?: Record<string, Set<string>>;
  remove?: string[];
}

/** Thrown when the item was changed between its reading and its writing; callers may read again and retry. */
export class VersionConflict extends AppError {
  constructor() {
    super("version-mismatch", "The resource was changed by somebody else; read it again and repeat the change.");
    this.name = "VersionConflict";
  }
}

/** Thrown when an item to be created is there already; `existing` is what stands in its place. */
export class AlreadyExists extends AppError {
  readonly existing: Stored;
  readonly attempted: Stored;
  constructor(existing: Stored, attempted: Stored) {
    super("already-exists", "A resource with this id exists already, with other content.");
    this.name = "AlreadyExists";
    this.existing = existing;
    this.attempted = attempted;
  }
}

/** A new item, refused when one with its key exists. */
export const insert = <T extends object>(kind: Entity<T>, item: T, otherwise?: Refusal): Write => {
  const stored = toStored(kind, item);
  const refusal: Refusal = (existing) =>
    existing ? new AlreadyExists(asStoredToday(kind, existing), stored) : new VersionConflict();
  return { do: "put", item: stored, when: absent, otherwise: otherwise ?? refusal };
};

/** The next version of an item that was read at `previous.version`: a lost update is impossible. */
export const replace = <T extends Versioned>(kind: Entity<T>, next: T, previous: T): Write => ({
  do: "put",
  item: toStored(kind, next),
  when: version(previous.version),
  otherwise: (existing) => (existing ? new VersionConflict() : new AppError("not-found")),
});

/** Whatever stands there, this replaces it: for items whose content follows from their key. */
export const put = <T extends object>(kind: Entity<T>, item: T): Write => ({ do: "put", item: toStored(kind, item) });

export const remove = (key: Key, when?: Condition, otherwise?: Refusal): Write => ({
  do: "delete",
  key,
  ...(when ? { when } : {}),
  ...(otherwise ? { otherwise } : {}),
});

/** Removes an item that was read at `previous.version`. */
export const removeVersion = <T extends Versioned>(kind: Entity<T>, previous: T): Write => {
  const { pk, sk } = kind.keys(previous);
  return remove({ pk, sk }, version(previous.version), (existing) =>
    existing ? new VersionConflict() : new AppError("not-found"),
  );
};

export const check = (key: Key, when: Condition, otherwise?: Refusal): Write => ({
  do: "check",
  key,
  when,
  ...(otherwise ? { otherwise } : {}),
});

export const update = (key: Key, change: Change, when?: Condition, otherwise?: Refusal): Write => ({
  do: "update",
  key,
  change,
  ...(when ? { when } : {}),
  ...(otherwise ? { otherwise } : {}),
});

export const keyOf = (write: Write): Key => (write.do === "put" ? { pk: write.item.pk, sk: write.item.sk } : write.key);

/** The request parameters of a write, for a single call as for a transaction. */
export const parametersOf = (write: Write) => {
  const placeholders = new Placeholders();
  const updateExpression = write.do === "update" ? changeExpression(write.change, placeholders) : undefined;
  const condition = write.when && conditionExpression(write.when, placeholders);
  return {
    ...(updateExpression ? { UpdateExpression: updateExpression } : {}),
    ...(condition ? { ConditionExpression: condition, ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const } : {}),
    ...placeholders.attributes,
  };
};

const changeExpression = (
  { set = {}, setOnce = {}, add = {}, take = {}, remove: gone = [] }: Change,
  to: Placeholders,
): string => {
  const clause = (word: string, parts: string[]) => (parts.length > 0 ? [`${word} ${parts.join(", ")}`] : []);
  const once = ([field, value]: [string, unknown]) =>
    `${to.name(field)} = if_not_exists(${to.name(field)}, ${to.value(value)})`;
  return [
    ...clause("SET", [
      ...Object.entries(set).map(([field, value]) => `${to.name(field)} = ${to.value(value)}`),
      ...Object.entries(setOnce).map(once),
    ]),
    ...clause(
      "ADD",
      Object.entries(add).map(([field, value]) => `${to.name(field)} ${to.value(value)}`),
    ),
    ...clause(
      "DELETE",
      Object.entries(take).map(([field, value]) => `${to.name(field)} ${to.value(value)}`),
    ),
    ...clause(
      "REMOVE",
      gone.map((field) => to.name(field)),
    ),
  ].join(" ");
};
