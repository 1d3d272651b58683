import type { Campaign } from "../../shared/entities/campaign.ts";
import { testResults } from "./ab-test.ts";
import { sumOf } from "./recipients.ts";
import type { CampaignRun } from "./store.ts";

/** A campaign as callers see it. */
export const presentCampaign = (campaign: Campaign, run: CampaignRun = { tallies: [] }) => {
  const shown = presentListed(campaign);
  const { abTest } = shown;
  return {
    ...shown,
    ...(abTest ? { abTest: { ...abTest, results: testResults(abTest, run.tallies) } } : {}),
    stats: presentStats(run),
  };
};

/** Without its counters, which are not read with a list. */
export const presentListed = ({
  abTest,
  testState,
  testEndsAt,
  winner,
  resend,
  waitingFor,
  waitingUntil,
  ...campaign
}: Campaign) => ({
  ...campaign,
  ...(waitingFor && campaign.status === "sending" ? { waitingFor, waitingUntil } : {}),
  ...(resend ? { resentFrom: resend.of, resentTo: resend.to } : {}),
  ...(abTest ? { abTest: { ...abTest, state: testState, endsAt: testEndsAt, winner } } : {}),
});

export const presentStats = ({ plan, tallies }: CampaignRun) => ({
  recipients: plan?.recipients ?? 0,
  ...sumOf(tallies),
});
