import { type Condition, equals } from "../../shared/db/conditions.ts";
import { fromStored, isOf } from "../../shared/db/entity.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { update, type Write } from "../../shared/db/writes.ts";
import { type Campaign, type CampaignTemplate, campaigns } from "../../shared/entities/campaign.ts";
import { type CampaignTally, campaignTallies, TALLY_SHARDS } from "../../shared/entities/campaign-chunk.ts";
import { campaignKeys, RUN } from "../../shared/entities/campaign-keys.ts";
import { type CampaignPlan, campaignPlans } from "../../shared/entities/campaign-plan.ts";
import { findTemplate } from "../../shared/entities/campaign-template.ts";
import { notFound } from "../../shared/errors.ts";
import { type Id, isId } from "../../shared/ids.ts";
import { notWaiting } from "./sending/waiting.ts";

export type CampaignId = Id<"campaign">;

export const campaignOr404 = async (db: AccountTable, id: string): Promise<Campaign> => {
  const campaign = isId("campaign", id) ? await readCampaign(db, id) : undefined;
  if (!campaign) throw notFound("campaign");
  return campaign;
};

export const readCampaign = (db: AccountTable, id: CampaignId): Promise<Campaign | undefined> =>
  db.get(campaigns, campaignKeys.campaign(db.accountId, id));

export const readTemplate = async (db: AccountTable, id: CampaignId): Promise<CampaignTemplate> => {
  const template = await findTemplate(db, id);
  if (!template) throw new Error(`The campaign ${id} has no compiled e-mail.`);
  return template;
};

export const readPlan = (db: AccountTable, id: CampaignId): Promise<CampaignPlan | undefined> =>
  db.get(campaignPlans, campaignKeys.plan(db.accountId, id));

/** How the sending stands, for showing: one query. */
export interface CampaignRun {
  plan?: CampaignPlan;
  tallies: CampaignTally[];
}

export const readRun = async (db: AccountTable, id: CampaignId): Promise<CampaignRun> => {
  const { items } = await db.listStored(partitions.self(db.accountId, id), { prefix: RUN, limit: TALLY_SHARDS + 1 });
  const plan = items.find((item) => isOf(campaignPlans, item));
  return {
    ...(plan ? { plan: fromStored(campaignPlans, plan) } : {}),
    tallies: items.filter((item) => isOf(campaignTallies, item)).map((item) => fromStored(campaignTallies, item)),
  };
};

/** The same for deciding: what was committed before is seen. */
export const readRunNow = async (db: AccountTable, id: CampaignId): Promise<CampaignRun> => {
  const shards = Array.from({ length: TALLY_SHARDS }, (_, shard) => campaignKeys.tally(db.accountId, id, shard));
  const [plan, tallies] = await Promise.all([
    readPlan(db, id),
    db.getMany(campaignTallies, shards, { consistent: true }),
  ]);
  return { ...(plan ? { plan } : {}), tallies };
};

/** Thrown where a campaign has left the status that a change starts from; to the one who changes it, that is news. */
export class StatusMoved extends Error {}

/**
 * A change that a worker makes, ending the sending: it neither waits for anybody's version nor undoes what somebody
 * decided meanwhile.
 */
export const moveStatus = (
  campaign: Pick<Campaign, "accountId" | "id">,
  to: Pick<Campaign, "status"> & Partial<Campaign>,
  now: Date,
  when: Condition = equals("status", "sending"),
): Write =>
  update(
    campaignKeys.campaign(campaign.accountId, campaign.id),
    {
      set: { ...to, updatedAt: now.toISOString(), updatedBy: "system", source: "automation" },
      add: { version: 1 },
      remove: notWaiting,
    },
    when,
    () => new StatusMoved(`${campaign.id} is not being sent any more.`),
  );
