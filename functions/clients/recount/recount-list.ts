import { waitForLists } from "../../../shared/app/wait-for-lists.ts";
import { TransactionRefused } from "../../../shared/db/commit.ts";
import { partitions } from "../../../shared/db/keys.ts";
import type { AccountTable, Position } from "../../../shared/db/table.ts";
import { listFacet } from "../../../shared/entities/facet.ts";
import { PENDING_CLIENTS } from "../../../shared/entities/import.ts";
import { type Counted, correction, readShards, type Shards, sumOf } from "./counted.ts";

type Waiting = Parameters<typeof waitForLists>[1];

export type Recounted =
  | { outcome: "right" }
  | { outcome: "mended"; before: number; after: number }
  /** It moves too much to be compared at this moment, or the lists are behind. */
  | { outcome: "busy" };

/** How long the lists may take to show what was written. */
const WAIT_SECONDS = 20;
const DAY_SECONDS = 86_400;
const PAGE = 1000;

/**
 * Compares a counter with its lists, and puts it right. Both follow the table a moment later, the counter after the list: so a
 * difference only counts when it is the same before and after all that was under way has been followed, and nothing
 * moved in between. docs/adr/0056
 */
export const recountList = async (db: AccountTable, counted: Counted, waiting: Waiting): Promise<Recounted> => {
  const first = await compare(db, counted);
  if (first && first.length === sumOf(first.shards)) return { outcome: "right" };
  if (!first || !(await waitForLists(db, waiting, WAIT_SECONDS, DAY_SECONDS))) return { outcome: "busy" };
  const second = await compare(db, counted);
  if (!second || second.length !== first.length || !isSame(first.shards, second.shards) || (await isImporting(db)))
    return { outcome: "busy" };
  const before = sumOf(second.shards);
  try {
    await db.commit(correction(counted, second.shards, second.length - before));
    return { outcome: "mended", before, after: second.length };
  } catch (error) {
    if (error instanceof TransactionRefused) return { outcome: "busy" };
    throw error;
  }
};

/** How long the lists are, and what the counter says; undefined when it moved meanwhile. */
const compare = async (db: AccountTable, counted: Counted): Promise<{ length: number; shards: Shards } | undefined> => {
  const shards = await readShards(db, counted);
  let length = 0;
  for (const list of counted.lists) {
    for (let after: Position | undefined, more = true; more; ) {
      const page = await listFacet(db, list, { limit: PAGE, after });
      length += page.items.length;
      after = page.next;
      more = after !== undefined;
    }
  }
  return isSame(shards, await readShards(db, counted)) ? { length, shards } : undefined;
};

const isSame = (one: Shards, other: Shards): boolean => one.every((count, shard) => count === other[shard]);

/** An import writes the entries of new clients before the clients and their counters: it leaves a note meanwhile. */
const isImporting = async (db: AccountTable): Promise<boolean> => {
  const notes = await db.listStored(partitions.self(db.accountId, PENDING_CLIENTS), { limit: 1, consistent: true });
  return notes.items.length > 0;
};
