import { absent } from "../../shared/db/conditions.ts";
import { toStored } from "../../shared/db/entity.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { unlessRefused } from "../../shared/db/unless-refused.ts";
import type { Write } from "../../shared/db/writes.ts";
import { feedEntries, feedEntryOf } from "../../shared/entities/feed.ts";
import type { Change } from "../../shared/events/change.ts";
import { inParallel } from "../../shared/in-parallel.ts";

const CALLS_AT_ONCE = 4;

/**
 * Writes the feed's entries of changes. An entry follows from its change: put again, it is the same. Not so where an
 * erasure may have taken the words out of it meanwhile, and nothing says to whose client it belongs: that stands as it is.
 */
export const writeFeed = async (db: AccountTable, changes: readonly Change[]): Promise<void> => {
  const [plain, once] = [changes.filter(isPlain), changes.filter((change) => !isPlain(change))];
  await db.writeBatch(plain.map(entryOf));
  await inParallel(CALLS_AT_ONCE, once, (change) => unlessRefused(db.commit([{ ...entryOf(change), when: absent }])));
};

const isPlain = ({ clientId, title }: Change): boolean => clientId !== undefined || title === undefined;

const entryOf = (change: Change): Write & { do: "put" } => ({
  do: "put",
  item: toStored(feedEntries, feedEntryOf(change)),
});
