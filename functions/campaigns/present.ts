import type { Campaign } from "../../shared/entities/campaign.ts";
import { testResults } from "./planning/ab-test.ts";
import { skippedFor, sumOf } from "./recording/recipients.ts";
import { hasWaited } from "./sending/waiting.ts";
import type { CampaignRun } from "./store.ts";

/** A campaign as callers see it at that moment. */
export const presentCampaign = (campaign: Campaign, now: Date, run: CampaignRun = { tallies: [] }) => {
  const shown = presentListed(campaign, now);
  const { abTest } = shown;
  return {
    ...shown,
    ...(abTest && abTest.state !== "too_few"
      ? { abTest: { ...abTest, results: testResults(abTest, run.tallies) } }
      : {}),
    stats: presentStats(run),
  };
};

/** Without its counters, which are not read with a list. */
export const presentListed = (
  { abTest, testState, testEndsAt, winner, resend, waitingFor, waitingUntil, ...campaign }: Campaign,
  now: Date,
) => ({
  ...campaign,
  ...(waitingFor && campaign.status === "sending" && !hasWaited({ waitingUntil }, now)
    ? { waitingFor, waitingUntil }
    : {}),
  ...(resend ? { resentFrom: resend.of, resentTo: resend.to } : {}),
  ...(abTest ? { abTest: { ...abTest, state: testState, endsAt: testEndsAt, winner } } : {}),
});

export const presentStats = ({ plan, tallies }: CampaignRun) => ({
  matched: plan?.matched ?? 0,
  excludedFor: Object.entries(plan?.excluded ?? {}).map(([reason, count]) => ({ reason, count })),
  recipients: plan?.recipients ?? 0,
  ...sumOf(tallies),
  skippedFor: skippedFor(tallies),
});
