import type { CampaignChunk } from "../../../shared/entities/campaign-chunk.ts";
import type { Recipient, Snapshots } from "../planning/snapshots.ts";
import { outcomeOf } from "../recording/recipients.ts";

/** Where a recipient stands in the ledger. */
export interface Place {
  chunk: CampaignChunk;
  index: number;
}

/** The places of some chunks that meet a condition. */
export const placesIn = (chunks: readonly CampaignChunk[], meets: (place: Place) => boolean): Place[] =>
  chunks.flatMap((chunk) => Array.from({ length: chunk.size }, (_, index) => ({ chunk, index })).filter(meets));

/** Who got the e-mail, or may have. */
export const mayHaveIt = ({ chunk, index }: Place): boolean => {
  const outcome = outcomeOf(chunk.outcome, index);
  return outcome === "sent" || outcome === "unknown" || (outcome === "pending" && chunk.state === "claimed");
};

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

/** The same with the address of each that counts: the planned one, or what it was corrected to. */
export const addressedAt = async (
  places: readonly Place[],
  snapshots: Pick<Snapshots, "read">,
): Promise<(Recipient | undefined)[]> => {
  const recipients = await recipientsAt(places, snapshots);
  return places.map(({ chunk, index }, at) => {
    const recipient = recipients[at];
    const corrected = chunk.addresses?.[index];
    return recipient && corrected ? { ...recipient, address: corrected } : recipient;
  });
};
