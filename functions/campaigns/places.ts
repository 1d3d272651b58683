import type { CampaignChunk } from "../../shared/entities/campaign-chunk.ts";
import type { Recipient, Snapshots } from "./snapshots.ts";

/** Where a recipient stands in the ledger. */
export interface Place {
  chunk: CampaignChunk;
  index: number;
}

/** The places of some chunks that meet a condition. */
export const placesIn = (chunks: readonly CampaignChunk[], meets: (place: Place) => boolean): Place[] =>
  chunks.flatMap((chunk) => Array.from({ length: chunk.size }, (_, index) => ({ chunk, index })).filter(meets));

/** Who stands at places, in their order: read from the snapshots that the chunks are of. */
export const recipientsAt = async (
  places: readonly Place[],
  snapshots: Pick<Snapshots, "read">,
): Promise<(Recipient | undefined)[]> => {
  const keys = [...new Set(places.map(({ chunk }) => chunk.segment))];
  const read = await Promise.all(keys.map((key) => snapshots.read(key)));
  const bySegment = new Map(keys.map((key, at) => [key, read[at]]));
  return places.map(({ chunk, index }) => bySegment.get(chunk.segment)?.[chunk.offset + index]);
};

export const clientIdsAt = async (places: readonly Place[], snapshots: Pick<Snapshots, "read">): Promise<string[]> =>
  (await recipientsAt(places, snapshots)).map((recipient) => recipient?.id ?? "");
