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

/** What a maintained counter says: one query, half a read unit, whatever the number counted. */
export const countOf = async (db: AccountTable, name: string): Promise<number> => {
  const { items } = await db.listStored(partitions.counter(db.accountId, name), { limit: COUNTER_SHARDS });
  return items.reduce((sum, { count }) => sum + Number(count), 0);
};
