import { type Entity, entity } from "../db/entity.ts";
import type { AccountId, Id } from "../ids.ts";
import { campaignKeys } from "./campaign-keys.ts";

/**
 * Which recipient of a campaign gets it at an address that was corrected after the plan. Written only for those: every
 * other address belongs to the recipient that it was planned for.
 */
export interface CampaignAddress {
  accountId: AccountId;
  campaignId: Id<"campaign">;
  /** Its mark; see address-fact.ts. */
  address: string;
  /** The recipient's place: the chunk, and where in it. */
  chunk: number;
  recipient: number;
}

export const campaignAddresses: Entity<CampaignAddress> = entity("campaign_address", (one) =>
  campaignKeys.address(one.accountId, one.campaignId, one.address),
);
