import type { Campaign } from "../../shared/entities/campaign.ts";
import { sumOf } from "./recipients.ts";
import type { CampaignRun } from "./store.ts";

/** A campaign as callers see it. */
export const presentCampaign = (campaign: Campaign, run: CampaignRun = { tallies: [] }) => ({
  ...campaign,
  stats: presentStats(run),
});

export const presentStats = ({ plan, tallies }: CampaignRun) => ({
  recipients: plan?.recipients ?? 0,
  ...sumOf(tallies),
});
