import type { Condition } from "../../../shared/db/conditions.ts";
import { type Entity, fromStored, isOf, type Stored } from "../../../shared/db/entity.ts";
import { belongsTo, isGlobal, type Key, type Partition } from "../../../shared/db/keys.ts";
import type { AccountTable, ListOptions, Page, Position, Table } from "../../../shared/db/table.ts";
import { keyOf, type Write } from "../../../shared/db/writes.ts";
import { same } from "../../../shared/events/change.ts";
import type { AccountId } from "../../../shared/ids.ts";
import { compareKeys } from "../../../shared/text/compare-keys.ts";

/** The items that the tables of one world share. */
export class MemoryStore {
  readonly #partitions = new Map<string, Map<string, Stored>>();
  /** Told of every item that is written. */
  onWrite: (item: Stored) => void = () => undefined;

  get({ pk, sk }: Key): Stored | undefined {
    return this.#partitions.get(pk)?.get(sk);
  }

  set(item: Stored): void {
    const partition = this.#partitions.get(item.pk) ?? new Map<string, Stored>();
    const kept = frozen(structuredClone(item));
    this.#partitions.set(item.pk, partition.set(item.sk, kept));
    this.onWrite(kept);
  }

  delete({ pk, sk }: Key): void {
    this.#partitions.get(pk)?.delete(sk);
  }

  in({ index, pk }: Partition): Stored[] {
    if (!index) return [...(this.#partitions.get(pk)?.values() ?? [])];
    return this.all().filter((item) => item[`${index}pk`] === pk);
  }

  all(): Stored[] {
    return [...this.#partitions.values()].flatMap((partition) => [...partition.values()]);
  }
}

/** Readers share what is stored, so nobody may change it. */
const frozen = <T>(value: T): T => {
  // Bytes cannot be frozen.
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value))
    for (const part of Object.values(Object.freeze(value))) frozen(part);
  return value;
};

/** Passed ahead of every call and behind it: a test can stop its caller there. */
export type Gate = (what: string) => Promise<void>;

/**
 * The table layer without a table: the conditions, transactions and orders of the real one, in memory and thousands of
 * times as fast.
 */
export const memoryTable = (store = new MemoryStore(), gate: Gate = async () => undefined): Table => {
  const apply = (writes: readonly Write[]): void => {
    for (const write of writes) {
      const existing = store.get(keyOf(write));
      if (write.when && !holds(write.when, existing)) {
        const refusal = write.otherwise?.(existing);
        throw refusal ?? new Error(`A condition did not hold on ${keyOf(write).sk}.`);
      }
    }
    for (const write of writes) {
      if (write.do === "put") store.set(withoutGaps(write.item));
      if (write.do === "delete") store.delete(write.key);
      if (write.do === "update") store.set(updated(write, store.get(write.key)));
    }
  };

  const around = async <T>(what: string, effect: () => T): Promise<T> => {
    await gate(`before ${what}`);
    const result = effect();
    await gate(`after ${what}`);
    return result;
  };

  const listStored = (partition: Partition, options: ListOptions): Page<Stored> => {
    const skName = partition.index ? `${partition.index}sk` : "sk";
    const position = (item: Stored): Position =>
      partition.index ? [String(item[skName]), item.pk, item.sk] : [item.sk];
    const direction = options.newestFirst ? -1 : 1;
    const all = store
      .in(partition)
      .filter((item) => inRange(String(item[skName]), options))
      .sort((a, b) => direction * comparePositions(position(a), position(b)));
    const { after } = options;
    const rest = after ? all.filter((item) => direction * comparePositions(position(item), after) > 0) : all;
    const page = rest.slice(0, options.limit);
    const last = page.at(-1);
    return rest.length > options.limit && last ? { items: page, next: position(last) } : { items: page };
  };

  const of = (accountId: AccountId): AccountTable => {
    const own = <K extends { pk: string }>(key: K): K => {
      if (!belongsTo(accountId, key.pk) && !isGlobal(key.pk))
        throw new Error("A key of another account was about to be used.");
      return key;
    };
    const read = <T extends object>(kind: Entity<T>, key: Key): T[] => {
      const item = store.get(own(key));
      return item && isOf(kind, item) ? [fromStored(kind, item)] : [];
    };
    return {
      accountId,
      get: (kind, key) => around(`get ${key.sk}`, () => read(kind, key)[0]),
      getMany: (kind, keys) => around(`getMany ${kind.name}`, () => keys.flatMap((key) => read(kind, key))),
      getStored: (keys) => around("getStored", () => keys.flatMap((key) => store.get(own(key)) ?? [])),
      list: (kind, partition, options) =>
        around("list", () => {
          const page = listStored(own(partition), options);
          return { ...page, items: page.items.map((item) => fromStored(kind, item)) };
        }),
      listStored: (partition, options) => around("listStored", () => listStored(own(partition), options)),
      commit: (writes) => {
        for (const write of writes) own(keyOf(write));
        return around(`commit ${writes.map((write) => keyOf(write).sk).join(" ")}`, () => apply(writes));
      },
      bump: (write) =>
        around(`bump ${own(write.key).sk}`, () => {
          apply([write]);
          const after = store.get(write.key);
          if (!after) throw new Error("unreachable");
          return after;
        }),
      writeBatch: (writes) => around("writeBatch", () => apply(writes)),
    };
  };

  const { accountId, ...global } = of("acc_none" as AccountId);
  return { of, global };
};

const withoutGaps = (item: Stored): Stored =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as Stored;

const updated = ({ key, change }: Write & { do: "update" }, existing: Stored | undefined): Stored => {
  const item: Record<string, unknown> = { ...(existing ?? key) };
  for (const [field, value] of Object.entries(change.set ?? {})) item[field] = value;
  for (const [field, value] of Object.entries(change.setOnce ?? {})) item[field] ??= value;
  for (const [field, value] of Object.entries(change.add ?? {})) {
    if (typeof value !== "number") throw new Error("Sets are not part of this table.");
    item[field] = Number(item[field] ?? 0) + value;
  }
  for (const field of change.remove ?? []) delete item[field];
  return item as Stored;
};

const holds = (condition: Condition, item: Stored | undefined): boolean => {
  switch (condition.is) {
    case "absent":
      return item === undefined;
    case "present":
      return item !== undefined;
    case "missing":
      return item?.[condition.field] === undefined;
    case "lacks":
      throw new Error("Sets are not part of this table.");
    case "equal":
      return same(item?.[condition.field], condition.value);
    case "at-most": {
      const value = item?.[condition.field];
      return (typeof value === "number" || typeof value === "string") && value <= condition.value;
    }
    case "all":
      return condition.of.every((part) => holds(part, item));
    case "any":
      return condition.of.some((part) => holds(part, item));
  }
};

const inRange = (key: string, { prefix, from, to }: ListOptions): boolean => {
  if (prefix) return key.startsWith(prefix);
  return (from === undefined || compareKeys(key, from) >= 0) && (to === undefined || compareKeys(key, to) <= 0);
};

const comparePositions = (a: Position, b: Position): number => {
  for (const [index, part] of a.entries()) {
    const order = compareKeys(part, b[index] ?? "");
    if (order !== 0) return order;
  }
  return 0;
};
