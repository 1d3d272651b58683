import type { AccountTable } from "../../shared/db/table.ts";
import type { Resend } from "../../shared/entities/campaign.ts";
import { CHUNK_SIZE } from "../../shared/entities/campaign-plan.ts";
import type { AudienceEntry, AudiencePage } from "./audience.ts";
import { chunkPages } from "./chunk-list.ts";
import { type Marks, markSet } from "./mark-set.ts";
import { addressedAt, clientIdsAt, mayHaveIt, type Place, placesIn } from "./places.ts";
import { hasFlag } from "./recipients.ts";
import type { Snapshots } from "./snapshots.ts";
import type { CampaignId } from "./store.ts";

type Reader = Pick<Snapshots, "read">;

const opened = ({ chunk: { seen }, index }: Place): boolean =>
  hasFlag(seen, index, "viewed") || hasFlag(seen, index, "clicked");

/** The addresses of an earlier campaign that somebody opened it at. */
export const openedAt = async (db: AccountTable, id: CampaignId, snapshots: Reader): Promise<Marks> => {
  const marks = markSet();
  for await (const chunks of chunkPages(db, id)) await addMarks(marks, placesIn(chunks, opened), snapshots);
  return marks;
};

const addMarks = async (marks: Marks, places: readonly Place[], snapshots: Reader): Promise<void> => {
  for (const recipient of await addressedAt(places, snapshots)) if (recipient?.address) marks.add(recipient.address);
};

/**
 * Recipients of an earlier campaign, by its chunks: the cursor is the number of the next one.
 * @param openedBefore learns the addresses of those who are left out because they opened it
 */
export const recipientsPage = async (
  db: AccountTable,
  { of, to }: Resend,
  cursor: string | undefined,
  limit: number,
  snapshots: Reader,
  openedBefore?: Marks,
): Promise<AudiencePage> => {
  const atOnce = Math.max(1, Math.floor(limit / CHUNK_SIZE));
  const { value: chunks = [] } = await chunkPages(db, of, Number(cursor ?? 0), atOnce).next();
  const isMeant = (place: Place) => to !== "not_opened" || !opened(place);
  const places = placesIn(chunks, (place) => mayHaveIt(place) && isMeant(place));
  if (openedBefore)
    await addMarks(
      openedBefore,
      placesIn(chunks, (place) => !isMeant(place)),
      snapshots,
    );
  const ids = await clientIdsAt(places, snapshots);
  const last = chunks.at(-1);
  return {
    entries: ids.map((id) => ({ id: id as AudienceEntry["id"] })),
    ...(last && chunks.length === atOnce ? { next: String(last.number + 1) } : {}),
  };
};

/**
 * All whom some campaigns reached: their ids, some seventy bytes each, and the marks of their addresses, some twenty: nine
 * megabytes for a hundred thousand.
 */
export const reachedBy = async (
  db: AccountTable,
  campaigns: readonly { id: CampaignId }[],
  snapshots: Reader,
): Promise<{ leftOut: Set<string>; reached: Marks }> => {
  const leftOut = new Set<string>();
  const reached = markSet();
  for (const { id } of campaigns)
    for await (const chunks of chunkPages(db, id))
      for (const recipient of await addressedAt(placesIn(chunks, mayHaveIt), snapshots)) {
        if (!recipient) continue;
        leftOut.add(recipient.id);
        if (recipient.address) reached.add(recipient.address);
      }
  return { leftOut, reached };
};
