import { type Entity, entity } from "../db/entity.ts";
import { type Key, keys } from "../db/keys.ts";
import type { AccountId } from "../ids.ts";

/** How many recipients an account's campaigns have taken out of one day. */
export interface CampaignDay {
  accountId: AccountId;
  /** By the account's own clock, as `2026-03-02`. */
  day: string;
  taken: number;
  ttl: number;
}

export const campaignDayKey = ({ accountId, day }: Pick<CampaignDay, "accountId" | "day">): Key =>
  keys.of(accountId, `CAMPAIGN_DAY#${day}`);

export const campaignDays: Entity<CampaignDay> = entity("campaign_day", campaignDayKey);
