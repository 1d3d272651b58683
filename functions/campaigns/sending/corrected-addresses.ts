import type { AccountTable } from "../../../shared/db/table.ts";
import { addressMark, markOf } from "../../../shared/entities/address-fact.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import type { CampaignChunk } from "../../../shared/entities/campaign-chunk.ts";
import { exclusionOf } from "../../../shared/messaging/marketing-exclusion.ts";
import { clientsById } from "../planning/audience-clients.ts";
import { forSending, type SentClient } from "../planning/planned-client.ts";
import { type PlannedPlace, plannedPlaces } from "../planning/planned-places.ts";
import type { Snapshots } from "../planning/snapshots.ts";
import { AddressTaken, ChunkMoved, claimAddress, readAddress, readChunk } from "../recording/ledger.ts";
import { isSkip, outcomeOf, placesOf } from "../recording/recipients.ts";
import { readPlan } from "../store.ts";
import type { ChunkClients } from "./chunk-clients.ts";

/** Recipients of a chunk who have another address than planned, and may not be sent to now. */
export interface Corrected {
  /** Another recipient gets the campaign at that address. */
  taken: ReadonlySet<number>;
  /** Whose address it is cannot be said yet: the plan is not complete, or a worker has the other recipient's chunk. */
  undecided: ReadonlySet<number>;
}

type Fate = keyof Corrected;

interface Step {
  db: AccountTable;
  campaign: Campaign;
  clients: ChunkClients;
}

/**
 * One e-mail for an address also where it was corrected after the plan. An address belongs to the recipient that it was
 * planned for. One who has another address now claims that, by a conditional write: from then on claims alone decide about
 * that recipient, and also about whoever the address was planned for, if they have left it. Chunks without corrections
 * read and write nothing more than before.
 */
export const claimCorrected = async (
  db: AccountTable,
  campaign: Campaign,
  claimed: CampaignChunk,
  clients: ChunkClients,
  { snapshots }: { snapshots: Pick<Snapshots, "read"> },
): Promise<Corrected> => {
  const fates: Record<Fate, Set<number>> = { taken: new Set(), undecided: new Set() };
  const corrected = correctedIn(claimed, campaign, clients);
  if (corrected.size === 0) return fates;
  const plan = await readPlan(db, campaign.id);
  // Later on in the plan the address may be somebody else's.
  const planned = plan?.phase === "complete" ? plan : undefined;
  const holders = planned && (await plannedPlaces(db, planned, new Set(corrected.values()), snapshots));
  if (!holders) return { ...fates, undecided: new Set(corrected.keys()) };
  let chunk = claimed;
  for (const [index, address] of corrected) {
    const holder = holders.get(address);
    const others = holder && !(holder.chunk === chunk.number && holder.index === index) ? holder : undefined;
    const fate = await claim({ db, campaign, clients }, chunk, index, address, others);
    if (typeof fate === "string") fates[fate].add(index);
    else chunk = fate;
  }
  return fates;
};

/** The addresses of those who wait and have another one than planned. */
const correctedIn = (
  { outcome, addresses = {} }: CampaignChunk,
  { optedInOnly }: Campaign,
  { recipients, clients, hashes, standingOf }: ChunkClients,
): Map<number, string> =>
  new Map(
    placesOf(outcome, "pending").flatMap((index): [number, string][] => {
      const client = clients[index];
      const planned = recipients[index]?.address;
      const hash = hashes[index];
      if (!client || !hash || planned === undefined || exclusionOf(client, optedInOnly, standingOf)) return [];
      const address = markOf(hash);
      return address === planned && addresses[index] === undefined ? [] : [[index, address]];
    }),
  );

/** The chunk with the claim, or why there is none. */
const claim = async (
  step: Step,
  chunk: CampaignChunk,
  index: number,
  address: string,
  holder: PlannedPlace | undefined,
): Promise<CampaignChunk | Fate> => {
  const { db, campaign } = step;
  const owner = await readAddress(db, campaign.id, address);
  if (owner) return owner.chunk === chunk.number && owner.recipient === index ? chunk : "taken";
  const left = holder && (await leftBy(step, chunk, holder, address));
  if (left === "taken" || left === "undecided") return left;
  try {
    return await claimAddress(db, chunk, { index, address }, left);
  } catch (error) {
    if (error instanceof AddressTaken) return "taken";
    // Ours is gone: nothing of it may be sent. The other one has a worker.
    if (error instanceof ChunkMoved && error.chunk?.number !== chunk.number) return "undecided";
    throw error;
  }
};

/** The recipient whom the address was planned for, as far as they must be told that it is not theirs any more. */
const leftBy = async (
  { db, campaign, clients }: Step,
  own: CampaignChunk,
  { chunk: number, index, clientId }: PlannedPlace,
  address: string,
): Promise<{ chunk: CampaignChunk; index: number } | "taken" | "undecided" | undefined> => {
  const chunk = number === own.number ? own : await readChunk(db, { campaignId: campaign.id, number });
  if (!chunk || chunk.addresses?.[index] !== undefined) return undefined;
  const outcome = outcomeOf(chunk.outcome, index);
  if (isSkip(outcome)) return undefined;
  if (outcome !== "pending") return "taken";
  if (chunk !== own && chunk.state !== "planned") return "undecided";
  const client = chunk === own ? clients.clients[index] : await clientNow(db, clientId);
  const reason = exclusionOf(client, campaign.optedInOnly, clients.standingOf);
  const has = client?.email !== undefined && addressMark(db.accountId, client.email) === address;
  return has && !reason ? "taken" : { chunk, index };
};

const clientNow = async (db: AccountTable, id: string): Promise<SentClient | undefined> =>
  (await clientsById(db, [{ id }], forSending, { consistent: true })).get(id);
