import type { AccountTable } from "../../../shared/db/table.ts";
import type { Resend } from "../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import { CHUNK_SIZE, campaignPlans } from "../../../shared/entities/campaign-plan.ts";
import { hasFlag } from "../recording/recipients.ts";
import type { CampaignId } from "../store.ts";
import { addressedAt, clientIdsAt, mayHaveIt, type Place, placesIn } from "../tracking/places.ts";
import { type AddressSet, addressSet } from "./address-set.ts";
import type { AudienceEntry, AudiencePage } from "./audience.ts";
import { chunkPages } from "./chunk-list.ts";
import { type ClientSet, clientSet } from "./client-set.ts";
import type { Snapshots } from "./snapshots.ts";

type Reader = Pick<Snapshots, "read">;

const opened = ({ chunk: { seen }, index }: Place): boolean =>
  hasFlag(seen, index, "viewed") || hasFlag(seen, index, "clicked");

/** The addresses of an earlier campaign that somebody opened it at. */
export const openedAt = async (db: AccountTable, id: CampaignId, snapshots: Reader): Promise<AddressSet> => {
  const marks = addressSet();
  for await (const chunks of chunkPages(db, id)) await addMarks(marks, placesIn(chunks, opened), snapshots);
  return marks;
};

const addMarks = async (marks: AddressSet, places: readonly Place[], snapshots: Reader): Promise<void> => {
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
  openedBefore?: AddressSet,
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
 * All whom some campaigns reached, and their addresses: some forty bytes each, four megabytes for a hundred thousand. It reads
 * every recipient of them, so that workers ask for it, and requests only where there are few ({@link areFew}).
 */
export const reachedBy = async (
  db: AccountTable,
  earlier: readonly { id: CampaignId }[],
  snapshots: Reader,
): Promise<{ leftOut: ClientSet; reached: AddressSet }> => {
  const leftOut = clientSet(db.accountId);
  const reached = addressSet();
  for (const { id } of earlier)
    for await (const chunks of chunkPages(db, id))
      for (const recipient of await addressedAt(placesIn(chunks, mayHaveIt), snapshots)) {
        if (!recipient) continue;
        leftOut.add(recipient.id);
        if (recipient.address) reached.add(recipient.address);
      }
  return { leftOut, reached };
};

/** So many recipients are read in one request: two hundred chunks, ten snapshots. */
const FEW = 10_000;

/** Whether campaigns have so few recipients that a request may read them all. */
export const areFew = async (db: AccountTable, earlier: readonly { id: CampaignId }[]): Promise<boolean> => {
  const plans = await db.getMany(
    campaignPlans,
    earlier.map(({ id }) => campaignKeys.plan(db.accountId, id)),
  );
  return plans.reduce((sum, { recipients }) => sum + recipients, 0) <= FEW;
};
