import { TransactionRefused, WriteRefused } from "../../shared/db/commit.ts";
import type { Condition } from "../../shared/db/conditions.ts";
import { type Entity, fromStored, isOf, type Stored } from "../../shared/db/entity.ts";
import { belongsTo, isGlobal, type Key, type Partition } from "../../shared/db/keys.ts";
import { type ListOptions, type Page, refusalOf, type Table } from "../../shared/db/table.ts";
import { type Change, keyOf, type Write } from "../../shared/db/writes.ts";
import { same } from "../../shared/events/change.ts";
import { pageOf } from "./page-of-items.ts";
import { StoredItems } from "./stored-items.ts";

/** What becomes of one writing call: done, lost on the way there, or done (a batch: in part) and its answer lost. */
export type Fate = "done" | "lost" | "unanswered";

export interface MemoryTable {
  table: Table;
  items: Map<string, Stored>;
  /** Writing calls so far. */
  calls: number;
  /** Decides on each writing call. @default all are done */
  fate: (call: number, writes: readonly Write[]) => Fate;
}

const addressOf = ({ pk, sk }: Key): string => `${pk}\u0000${sk}`;

/** The error of a call that the network lost. */
export const lostCall = (): Error => Object.assign(new Error("The connection was lost."), { code: "ECONNRESET" });

/** What DynamoDB says to a request that is wrong whatever the moment. */
export const badRequest = (message: string): Error =>
  Object.assign(new Error(message), { name: "ValidationException", $metadata: {} });

/**
 * The table in memory, for tests that need thousands of runs: the same conditions, refusals and limits as DynamoDB, and
 * calls that can be made to fail. `test/integration` holds the same properties against the engine.
 */
export const memoryTable = (): MemoryTable => {
  const items = new StoredItems();
  const memory: MemoryTable = {
    items,
    calls: 0,
    fate: () => "done",
    table: {
      of: (accountId) => ({ accountId, ...guarded((pk) => belongsTo(accountId, pk) || isGlobal(pk)) }),
      get global() {
        return guarded(isGlobal);
      },
    },
  };

  const call = (writes: readonly Write[], perform: (share: readonly Write[]) => void) => {
    const fate = memory.fate(memory.calls++, writes);
    if (fate === "lost") throw lostCall();
    perform(fate === "unanswered" ? writes.slice(0, Math.ceil(writes.length / 2)) : writes);
    if (fate === "unanswered") throw lostCall();
  };

  const apply = (write: Write): void => {
    const address = addressOf(keyOf(write));
    if (write.do === "put") items.set(address, copyOf(write.item));
    if (write.do === "delete") items.delete(address);
    if (write.do === "update") {
      items.set(address, changed(items.get(address) ?? { ...write.key, entity: "" }, write.change));
    }
  };

  const guarded = (mayUse: (pk: string) => boolean): Table["global"] => {
    const own = (pk: string) => {
      if (!mayUse(pk)) throw new Error("A key of another account was about to be used.");
    };
    const listStored = async (partition: Partition, options: ListOptions): Promise<Page<Stored>> => {
      own(partition.pk);
      return pageOf(items, partition, options);
    };
    return {
      listStored,
      async get<T extends object>(kind: Entity<T>, key: Key) {
        own(key.pk);
        const item = items.get(addressOf(key));
        return item && isOf(kind, item) ? fromStored(kind, item) : undefined;
      },
      async getMany<T extends object>(kind: Entity<T>, keys: Key[]) {
        const found = await Promise.all(keys.map((key) => this.get(kind, key)));
        return found.flatMap((item) => item ?? []);
      },
      async getStored(keys) {
        return keys.flatMap((key) => {
          own(key.pk);
          return items.get(addressOf(key)) ?? [];
        });
      },
      async list<T extends object>(kind: Entity<T>, partition: Partition, options: ListOptions) {
        const page = await listStored(partition, options);
        return { ...page, items: page.items.map((item) => fromStored(kind, item)) };
      },
      async commit(writes) {
        for (const write of writes) own(keyOf(write).pk);
        if (writes.length > 100) throw badRequest("Member must have length less than or equal to 100");
        if (new Set(writes.map((write) => addressOf(keyOf(write)))).size < writes.length)
          throw badRequest("Transaction request cannot include multiple operations on one item");
        const refusals = writes.flatMap((write) => {
          const existing = items.get(addressOf(keyOf(write)));
          return write.when && !holds(write.when, existing) ? [new WriteRefused(write, existing)] : [];
        });
        // A transaction that is not answered was committed as a whole, if it was.
        call(writes, () => {
          if (refusals.length > 0) throw refusalOf(new TransactionRefused(refusals));
          writes.forEach(apply);
        });
      },
      async bump(write) {
        await this.commit([write]);
        return items.get(addressOf(write.key)) ?? { ...write.key, entity: "" };
      },
      async writeBatch(writes) {
        for (const write of writes) own(keyOf(write).pk);
        if (writes.length === 0) return;
        call(writes, (share) => share.forEach(apply));
      },
    };
  };
  return memory;
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
      return condition.values.every((value) => !textsOf(item?.[condition.field]).includes(value));
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

/** As DynamoDB does it: a set that becomes empty is no attribute any more. */
const changed = (before: Stored, change: Change): Stored => {
  refuseOverlap(change);
  const { set = {}, setOnce = {}, add = {}, take = {}, remove = [] } = change;
  const item: Stored = { ...setOnce, ...before, ...set };
  for (const [field, value] of Object.entries(add)) {
    item[field] =
      typeof value === "number" ? Number(item[field] ?? 0) + value : new Set([...textsOf(item[field]), ...value]);
  }
  for (const [field, value] of Object.entries(take)) {
    const left = textsOf(item[field]).filter((text) => !value.has(text));
    if (left.length > 0) item[field] = new Set(left);
    else delete item[field];
  }
  for (const field of remove) delete item[field];
  return item;
};

const textsOf = (value: unknown): string[] => (value instanceof Set ? [...value] : []);

/** As `structuredClone`, in a tenth of its time, of what items hold. */
const copyOf = <T>(value: T): T => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copyOf(part)])) as T;
};

/** As DynamoDB does it: an expression names each attribute once. */
const refuseOverlap = ({ set = {}, setOnce = {}, add = {}, take = {}, remove = [] }: Change): void => {
  const named = [...[set, setOnce, add, take].flatMap((part) => Object.keys(part)), ...remove];
  const twice = named.find((field, at) => named.indexOf(field) !== at);
  if (twice !== undefined)
    throw new Error(`ValidationException: Two document paths overlap with each other; path one: [${twice}]`);
};
