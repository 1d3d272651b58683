import { later } from "../clock.ts";
import { fromStored } from "../db/entity.ts";
import { partitions } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { type ClientListing, clients } from "../entities/client.ts";
import { pause as realPause } from "../pause.ts";
import { notFollowed, type WrittenClient } from "../projection/followed.ts";
import { ListsBehind } from "./job-runner.ts";
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
 * Waits until lists, search and counters show what was written before: until the account's latest changes were followed. The
 * list of these is an index of the table itself and waits for nobody. Answers whether they do; after `seconds` it is no
 * longer waited for.
 * @param recentSeconds how long ago a change may have been made that is waited for
 */
export const waitForLists = async (
  db: AccountTable,
  { clock, pause = realPause }: Waiting,
  seconds: number,
  recentSeconds = RECENT_SECONDS,
): Promise<boolean> => {
  let missing = await latestChanges(db, later(clock.now(), -recentSeconds));
  for (let waited = 0; ; waited += PAUSE_MS) {
    missing = await notFollowed(db, missing);
    if (missing.length === 0) return true;
    if (waited >= seconds * 1000) return false;
    await pause(PAUSE_MS);
  }
};

/** The same, for a job that must not go on without. @throws ListsBehind */
export const listsMustShow = async (...asked: Parameters<typeof waitForLists>): Promise<void> => {
  if (!(await waitForLists(...asked))) throw new ListsBehind();
};

/** Without what jobs have made, together with everything that is to show it. */
const latestChanges = async (db: AccountTable, since: Date): Promise<WrittenClient[]> => {
  const pages = await Promise.all(
    listings.map((listing) =>
      db.listStored(partitions.recent(db.accountId, `CLIENTS#${listing}`), { limit: LATEST, newestFirst: true }),
    ),
  );
  return pages
    .flatMap(({ items }) => items)
    .filter(({ version, projected }) => !(version === 1 && projected === true))
    .map((item) => fromStored(clients, item))
    .filter(({ updatedAt }) => updatedAt >= since.toISOString());
};
