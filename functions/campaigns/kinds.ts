import type { Campaign, CampaignTest } from "../../shared/entities/campaign.ts";
import type { CampaignEngagement } from "../../shared/entities/engagement.ts";
import { kindOf } from "../../shared/events/kind.ts";

export const campaign = kindOf<Campaign>()({
  entity: "campaign",
  audience: "partners",
  scope: "campaigns:read",
  title: "name",
  search: {
    list: "CAMPAIGNS",
    items: async () => (await import("../../shared/entities/campaign.ts")).campaigns,
  },
  publishes: [
    "id",
    "name",
    "channel",
    "callToAction",
    "content",
    "translations",
    "audience",
    "optedInOnly",
    "status",
    "pauseReason",
    "waitingFor",
    "waitingUntil",
    "scheduledAt",
    "startedAt",
    "finishedAt",
    "abTest",
    "createdAt",
  ],
  large: ["content", "translations", "audience", "abTest"],
  schemaVersion: 1,
  steps: {
    scheduled: { status: "scheduled" },
    // Also when it is resumed: the sending goes on from where it is.
    send_requested: { status: "sending" },
    paused: { status: "paused" },
    // The rest of an A/B test can be sent.
    winner_picked: { testState: "decided" },
    cancelled: { status: "cancelled" },
    finished: { status: "finished" },
  },
});

/** A client came back by a campaign's link and did something. */
export const campaignEngagement = kindOf<CampaignEngagement>()({
  entity: "campaign_engagement",
  audience: "workers",
  of: "client",
  publishes: ["id", "campaignId", "clientId", "chunk", "recipient", "act"],
  schemaVersion: 1,
  feed: false,
});

/** Somebody wants a test e-mail. */
export const campaignTest = kindOf<CampaignTest>()({
  entity: "campaign_test",
  audience: "workers",
  publishes: ["id", "campaignId"],
  schemaVersion: 1,
  feed: false,
});
