import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type Entity, entity } from "../db/entity.ts";
import type { AccountTable } from "../db/table.ts";
import { put, type Write } from "../db/writes.ts";
import type { CampaignTemplate } from "./campaign.ts";
import { campaignKeys } from "./campaign-keys.ts";

/** As the table holds it: the e-mails compressed to a third or less: HTML repeats itself, and so do two languages. */
interface StoredTemplate extends Omit<CampaignTemplate, "mails"> {
  mails: Uint8Array;
}

const campaignTemplates: Entity<StoredTemplate> = entity("campaign_template", (template) =>
  campaignKeys.template(template.accountId, template.campaignId),
);

export const putTemplate = (template: CampaignTemplate): Write =>
  put(campaignTemplates, { ...template, mails: deflateRawSync(JSON.stringify(template.mails)) });

export const findTemplate = async (
  db: AccountTable,
  campaignId: CampaignTemplate["campaignId"],
): Promise<CampaignTemplate | undefined> => {
  const stored = await db.get(campaignTemplates, campaignKeys.template(db.accountId, campaignId));
  return stored && { ...stored, mails: unpacked(stored.mails) };
};

/** Those of campaigns that were sent before the e-mails were compressed stand there as they are. */
const unpacked = (mails: Uint8Array | CampaignTemplate["mails"]): CampaignTemplate["mails"] =>
  mails instanceof Uint8Array ? JSON.parse(inflateRawSync(mails).toString()) : mails;
