import type { Provenance } from "../../../shared/db/entity.ts";
import { fromStored } from "../../../shared/db/entity.ts";
import { partitions } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { put } from "../../../shared/db/writes.ts";
import {
  FEED_SHARDS,
  type FeedEntry,
  feedEntries,
  feedShardOf,
  listFeed,
  silenced,
} from "../../../shared/entities/feed.ts";
import { allOf } from "./all-of.ts";
import type { Eraser } from "./eraser.ts";

/**
 * Takes from the history and the activity of a client what was said in them. That something happened stays, with the id
 * alone: the entries are also what keeps the counters exact.
 */
export const eraseFeed: Eraser = async ({ db, client, forGood }) => {
  let historyEntries = 0;
  for await (const items of allOf(db, partitions.clientFeed(db.accountId, client.id))) {
    const telling = items.map((item) => fromStored(feedEntries, item)).filter(tells);
    historyEntries += telling.length;
    if (forGood) await db.writeBatch(telling.map((entry) => put(feedEntries, silenced(entry))));
  }
  return { historyEntries };
};

const tells = ({ title, changes }: FeedEntry): boolean => title !== undefined || changes !== undefined;

const DAY_MS = 24 * 3600 * 1000;
const PAGE = 100;

/** The same for what happened with a resource that is no part of the client, such as a request to them. */
export const silenceResource = async (
  db: AccountTable,
  { id, createdAt }: Pick<Provenance, "createdAt"> & { id: string },
  now: Date,
): Promise<void> => {
  const shard = feedShardOf(id) % FEED_SHARDS;
  for (let day = Date.parse(createdAt.slice(0, 10)); day <= now.getTime(); day += DAY_MS) {
    const name = new Date(day).toISOString().slice(0, 10);
    let page = await listFeed(db, name, shard, { limit: PAGE });
    for (;;) {
      const own = page.items.filter((entry) => entry.resourceId === id && tells(entry));
      await db.writeBatch(own.map((entry) => put(feedEntries, silenced(entry))));
      if (!page.next) break;
      page = await listFeed(db, name, shard, { limit: PAGE, after: page.next });
    }
  }
};
