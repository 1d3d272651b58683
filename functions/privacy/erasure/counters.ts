import { equals } from "../../../shared/db/conditions.ts";
import type { Stored } from "../../../shared/db/entity.ts";
import { partitions } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { unlessRefused } from "../../../shared/db/unless-refused.ts";
import { remove } from "../../../shared/db/writes.ts";
import type { ClientListing } from "../../../shared/entities/client.ts";
import { COUNTER_SHARDS, clientCounter } from "../../../shared/entities/counter.ts";
import { facetIn, lists } from "../../../shared/entities/facet.ts";
import { tagKey } from "../../../shared/entities/tag.ts";
import type { Eraser } from "./eraser.ts";

const listings: readonly ClientListing[] = ["active", "disabled", "archived"];

/**
 * The names of counters hold what was counted: a number plate, a tag that nobody else has. Those that count nobody any
 * more are forgotten.
 */
export const eraseCounters: Eraser = async ({ db, traces, forGood }) => {
  if (!forGood) return {};
  for (const listing of listings) {
    const names = [
      ...traces.filters.map(([key, value]) => lists.custom(key, value)),
      ...traces.tags.map((tag) => lists.tag(tagKey(tag))),
    ].map((list) => clientCounter(facetIn(listing, list)));
    for (const name of names) {
      const { items } = await db.listStored(partitions.counter(db.accountId, name), { limit: COUNTER_SHARDS });
      await forgetZero(db, items);
    }
  }
  for (const tag of traces.tags) {
    const { items } = await db.listStored(partitions.tags(db.accountId), {
      limit: COUNTER_SHARDS,
      prefix: `${tagKey(tag)}#`,
    });
    await forgetZero(db, items);
  }
  return {};
};

/** All shards at once, unless somebody counts meanwhile. */
const forgetZero = async (db: AccountTable, shards: readonly Stored[]): Promise<void> => {
  const sum = shards.reduce((total, { count }) => total + Number(count), 0);
  if (shards.length === 0 || sum !== 0) return;
  await unlessRefused(db.commit(shards.map(({ pk, sk, count }) => remove({ pk, sk }, equals("count", count)))));
};
