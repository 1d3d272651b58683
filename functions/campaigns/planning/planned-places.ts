import type { AccountTable } from "../../../shared/db/table.ts";
import type { CampaignPlan } from "../../../shared/entities/campaign-plan.ts";
import type { CampaignId } from "../store.ts";
import { placesIn, recipientsAt } from "../tracking/places.ts";
import { type AddressSet, addressSet } from "./address-set.ts";
import { chunkPages } from "./chunk-list.ts";
import type { Snapshots } from "./snapshots.ts";

/** The recipient that an address was planned for. */
export interface PlannedPlace {
  chunk: number;
  index: number;
  clientId: string;
}

/**
 * Whom addresses were planned for; undefined while a plan has chunks that are not there yet. Reads all of it, so it is
 * asked for few.
 * @param plan that is complete
 */
export const plannedPlaces = async (
  db: AccountTable,
  { campaignId, chunks: all }: Pick<CampaignPlan, "campaignId" | "chunks">,
  wanted: ReadonlySet<string>,
  snapshots: Pick<Snapshots, "read">,
): Promise<Map<string, PlannedPlace> | undefined> => {
  const found = new Map<string, PlannedPlace>();
  let read = 0;
  const known = plans.get(campaignId);
  if (known && [...wanted].every((mark) => !known.has(mark))) return found;
  const planned = addressSet();
  for await (const chunks of chunkPages(db, campaignId)) {
    const places = placesIn(chunks, () => true);
    read += chunks.length;
    for (const [at, recipient] of (await recipientsAt(places, snapshots)).entries()) {
      const { chunk, index } = places[at] ?? {};
      if (!recipient?.address || !chunk || index === undefined) continue;
      planned.add(recipient.address);
      if (wanted.has(recipient.address))
        found.set(recipient.address, { chunk: chunk.number, index, clientId: recipient.id });
    }
  }
  if (read < all) return undefined;
  remember(campaignId, planned);
  return found;
};

/** All addresses of plans that were read: most corrections are to one that was planned for nobody. */
const plans = new Map<CampaignId, AddressSet>();
const KEPT = 4;

const remember = (campaignId: CampaignId, planned: AddressSet): void => {
  if (plans.size >= KEPT) plans.clear();
  plans.set(campaignId, planned);
};
