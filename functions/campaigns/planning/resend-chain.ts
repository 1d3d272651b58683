import type { AccountTable } from "../../../shared/db/table.ts";
import { type Campaign, campaigns } from "../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import { AppError } from "../../../shared/errors.ts";
import { type CampaignId, readCampaign } from "../store.ts";

/** A campaign can be resent so often: sending to `others` reads every campaign of its chain. */
export const MOST_RESENDS = 20;

/** The campaign that a chain of resends began with. */
export const firstOfChain = async (db: AccountTable, campaign: Campaign): Promise<Campaign> => {
  if (!campaign.resend) return campaign;
  const root = await readCampaign(db, campaign.resend.root);
  if (!root) throw new Error(`The campaign ${campaign.id} was made from one that is not there.`);
  return root;
};

/** The other campaigns of a chain of resends, read consistently. */
export const othersInChain = (db: AccountTable, root: Campaign, self?: CampaignId): Promise<Campaign[]> => {
  const ids = [root.id, ...(root.resends ?? [])].filter((id) => id !== self);
  return db.getMany(
    campaigns,
    ids.map((id) => campaignKeys.campaign(db.accountId, id)),
    { consistent: true },
  );
};

const underWay: readonly Campaign["status"][] = ["scheduled", "sending", "paused"];

/**
 * Two campaigns of a chain to those who got none of it would both reach them: one after the other. Callers commit
 * their change with a condition on the root's version, so that two cannot pass here at once.
 */
export const mustBeAlone = async (db: AccountTable, root: Campaign, self?: CampaignId): Promise<void> => {
  const others = await othersInChain(db, root, self);
  const rival = others.find(({ resend, status }) => resend?.to === "others" && underWay.includes(status));
  if (rival)
    throw new AppError("conflict", `It is being sent to others already (${rival.id}): wait for its end, or cancel it.`);
};
