import { type AccountId, keys, partitions } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { update, type Write } from "../db/writes.ts";
import type { Facet } from "./facet.ts";

/** A counter that many write at once is kept as so many items, of which each writer adds to one. */
export const COUNTER_SHARDS = 4;

/** The counter of the clients that stand in a facet: `clients.active.tag#vip`. */
export const clientCounter = ({ field, value }: Facet): string => `clients.${field}#${value}`;

/** Adds to a counter. Not idempotent: it goes into one transaction with the marker of what is counted. */
export const countUp = (account: AccountId, name: string, shard: number, amount: number): Write =>
  update(keys.counter(account, name, shard), { set: { entity: "counter" }, add: { count: amount } });

/** What several counters say, in one call. */
export const countsOf = async (db: AccountTable, names: readonly string[]): Promise<number[]> => {
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return [await countOf(db, only)];
  const shards = names.map((name) =>
    Array.from({ length: COUNTER_SHARDS }, (_, shard) => keys.counter(db.accountId, name, shard)),
  );
  const found = await db.getStored(shards.flat());
  const counts = new Map(found.map(({ pk, sk, count }) => [`${pk} ${sk}`, Number(count)]));
  return shards.map((own) => own.reduce((sum, { pk, sk }) => sum + (counts.get(`${pk} ${sk}`) ?? 0), 0));
};

/** What a maintained counter says: one query, half a read unit, whatever the number counted. */
export const countOf = async (db: AccountTable, name: string): Promise<number> => {
  const { items } = await db.listStored(partitions.counter(db.accountId, name), { limit: COUNTER_SHARDS });
  return items.reduce((sum, { count }) => sum + Number(count), 0);
};
