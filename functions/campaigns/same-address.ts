import { createHash } from "node:crypto";
import type { AccountTable } from "../../shared/db/table.ts";
import type { Campaign } from "../../shared/entities/campaign.ts";
import type { CampaignPlan } from "../../shared/entities/campaign-plan.ts";
import { segmentsOf } from "./chunk-list.ts";
import { type Marks, markSet } from "./mark-set.ts";
import type { Snapshots } from "./snapshots.ts";

/**
 * An address in a campaign's snapshots: 60 bits of a hash that is another one in each campaign. Among a million addresses
 * two different ones have the same mark with a probability of one to two million.
 */
export const addressMark = ({ id }: Pick<Campaign, "id">, email: string): string =>
  createHash("sha256").update(`${id} ${email}`).digest("base64url").slice(0, 10);

/** The addresses that a plan holds, read anew: whoever goes on with a plan keeps them at hand from then on. */
export const plannedAddresses = async (
  db: AccountTable,
  plan: CampaignPlan,
  snapshots: Pick<Snapshots, "read">,
): Promise<Marks> => {
  const marks = markSet();
  if (plan.recipients === 0) return marks;
  const segments = await segmentsOf(db, plan.campaignId);
  if (plan.carry) segments.add(plan.carry.segment);
  for (const segment of segments)
    for (const { address } of await snapshots.read(segment)) if (address) marks.add(address);
  return marks;
};

/** The first client of each address that is not planned yet nor reached before, and how many came too late. */
export const onceEach = <C extends { email?: string }>(
  clients: readonly C[],
  campaign: Pick<Campaign, "id">,
  planned: Pick<Marks, "has">,
  wasReached: (email: string) => boolean,
): { first: (C & { address: string })[]; repeated: number } => {
  const met = new Set<string>();
  const first = clients.flatMap((client) => {
    const email = client.email ?? "";
    const address = addressMark(campaign, email);
    if (planned.has(address) || met.has(address) || wasReached(email)) return [];
    met.add(address);
    return [{ ...client, address }];
  });
  return { first, repeated: clients.length - first.length };
};
