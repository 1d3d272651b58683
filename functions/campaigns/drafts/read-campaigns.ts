import { listed, ok, useCase } from "../../../shared/app/use-case.ts";
import { partitions } from "../../../shared/db/keys.ts";
import { campaigns } from "../../../shared/entities/campaign.ts";
import { routes } from "../manifest.ts";
import { presentCampaign, presentListed, presentStats } from "../present.ts";
import { type CampaignId, campaignOr404, readRun } from "../store.ts";

export const listCampaigns = useCase(routes.list, async ({ db, page, now }) =>
  listed(
    await db.list(campaigns, partitions.list(db.accountId, "CAMPAIGNS"), { ...page, newestFirst: true }),
    (campaign) => presentListed(campaign, now),
  ),
);

export const getCampaign = useCase(routes.get, async ({ params, db, now }) => {
  const [campaign, run] = await Promise.all([campaignOr404(db, params.id), readRun(db, params.id as CampaignId)]);
  return ok(presentCampaign(campaign, now, run));
});

export const getStats = useCase(routes.stats, async ({ params, db }) => {
  const [, run] = await Promise.all([campaignOr404(db, params.id), readRun(db, params.id as CampaignId)]);
  return ok(presentStats(run));
});
