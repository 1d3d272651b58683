import { campaign as kind } from "../../../../functions/campaigns/kinds.ts";
import { tellOwners } from "../../../../functions/campaigns/recording/owner-mail.ts";
import { put } from "../../../../shared/db/writes.ts";
import { campaigns } from "../../../../shared/entities/campaign.ts";
import { campaignPlans } from "../../../../shared/entities/campaign-plan.ts";
import { testCampaign } from "../../../support/campaigns/scenario.ts";
import type { SentMails } from "../../../support/mail-desk.ts";
import { told } from "../../../support/told.ts";

/** Campaigns themselves are sent by a sender of their own, whose tests say the same of it. */
export const sentMails: SentMails = {
  campaign_paused: async ({ account, accountId, born, db, deps }) => {
    const campaign = testCampaign(account, { status: "paused", pauseReason: "bounces" });
    await db.commit([
      put(campaigns, campaign),
      put(campaignPlans, {
        ...{ accountId, campaignId: campaign.id, version: 1, startedAt: born.createdAt, phase: "complete" as const },
        ...{ round: 1, chunks: 1, recipients: 1, matched: 1, excluded: {} },
      }),
    ]);
    await tellOwners(told(kind.paused, campaigns, campaign), deps);
  },
};
