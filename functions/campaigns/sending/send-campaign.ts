import { revised } from "../../../shared/app/actor.ts";
import { accepted, useCase } from "../../../shared/app/use-case.ts";
import { version } from "../../../shared/db/conditions.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { check, replace, VersionConflict, type Write } from "../../../shared/db/writes.ts";
import { type Campaign, campaigns } from "../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import { putTemplate } from "../../../shared/entities/campaign-template.ts";
import { AppError } from "../../../shared/errors.ts";
import type { CampaignDeps } from "../deps.ts";
import { accountWarnings } from "../drafts/warnings.ts";
import { accountNow } from "../mail/letterhead.ts";
import { compile } from "../mail/subjects.ts";
import { routes } from "../manifest.ts";
import { mustReachSomebody } from "../planning/reach-somebody.ts";
import { firstOfChain, mustBeAlone } from "../planning/resend-chain.ts";
import { presentCampaign } from "../present.ts";
import { campaignOr404 } from "../store.ts";
import { momentOf, mustBeComplete, startedAt, timed } from "./starting.ts";

/**
 * Sends a campaign: it becomes `sending`, and the planner hears of it; or `scheduled`, until its timer rings. The e-mail
 * is compiled once more, with the business's name and address of today; from its start on it does not change.
 */
export const sendCampaign = useCase(
  routes.send,
  async ({ params, body, actor, db, now, match }, { senderEmail, snapshots }: CampaignDeps) => {
    const [previous, account] = await Promise.all([campaignOr404(db, params.id), accountNow(db, actor)]);
    match(previous);
    if (previous.status !== "draft")
      throw new AppError("conflict", `Only a draft can be sent; this campaign is ${previous.status}.`);
    mustBeComplete(previous);
    const moment = momentOf(body.at, now);
    const next = startedAt({ ...previous, ...revised(previous, actor, now) }, moment, now);
    if (!moment) await mustReachSomebody(db, next, { read: async (key) => (await snapshots()).read(key) }, now);
    return accepted({ ...presentCampaign(next, now), warnings: accountWarnings(account) }, [
      replace(campaigns, next, previous),
      putTemplate(await compile(next, account, senderEmail)),
      ...timed(next, moment, now),
      ...(await alone(db, previous)),
    ]);
  },
);

/** One that was to go to others, and was taken back: another may have been made meanwhile. */
const alone = async (db: AccountTable, campaign: Campaign): Promise<Write[]> => {
  if (campaign.resend?.to !== "others") return [];
  const root = await firstOfChain(db, campaign);
  await mustBeAlone(db, root, campaign.id);
  return [check(campaignKeys.campaign(db.accountId, root.id), version(root.version), () => new VersionConflict())];
};
