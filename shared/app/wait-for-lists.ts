import { later } from "../clock.ts";
import { partitions } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { type ClientListing, clients } from "../entities/client.ts";
import { feedEntries, feedKeyOf } from "../entities/feed.ts";
import { pause as realPause } from "../pause.ts";
import type { AppDeps } from "./use-case.ts";

const listings: readonly ClientListing[] = ["active", "disabled", "archived"];
/** What was changed before that has long been followed, or never will be. */
const RECENT_SECONDS = 15 * 60;
/** The latest changes of each list: enough to meet every lane of the stream. */
const LATEST = 200;
const PAUSE_MS = 200;

interface Waiting extends Pick<AppDeps, "clock"> {
  pause?: (milliseconds: number) => Promise<void>;
}

/**
 * Waits until lists, search and counters show what was written before: until the change feed, which is written after
 * them, tells of the account's latest changes. The list of these is an index of the table itself and waits for nobody.
 * Answers whether they do; after `seconds` it is no longer waited for.
 */
export const waitForLists = async (
  db: AccountTable,
  { clock, pause = realPause }: Waiting,
  seconds: number,
): Promise<boolean> => {
  let missing = await latestChanges(db, later(clock.now(), -RECENT_SECONDS));
  for (let waited = 0; ; waited += PAUSE_MS) {
    const told = await db.getMany(
      feedEntries,
      missing.map((change) => feedKeyOf(db.accountId, change)),
      { fields: ["resourceId", "version"] },
    );
    const known = new Set(told.map(({ resourceId, version }) => `${resourceId} ${version}`));
    missing = missing.filter(({ id, version }) => !known.has(`${id} ${version}`));
    if (missing.length === 0) return true;
    if (waited >= seconds * 1000) return false;
    await pause(PAUSE_MS);
  }
};

const latestChanges = async (db: AccountTable, since: Date) => {
  const pages = await Promise.all(
    listings.map((listing) =>
      db.list(clients, partitions.recent(db.accountId, `CLIENTS#${listing}`), {
        limit: LATEST,
        newestFirst: true,
        fields: ["id", "version", "updatedAt"],
      }),
    ),
  );
  return pages.flatMap(({ items }) => items).filter(({ updatedAt }) => updatedAt >= since.toISOString());
};
