import { revised } from "../../shared/app/actor.ts";
import { accepted, useCase } from "../../shared/app/use-case.ts";
import { put, replace } from "../../shared/db/writes.ts";
import { type Campaign, campaigns, campaignTemplates } from "../../shared/entities/campaign.ts";
import { AppError, type FieldError } from "../../shared/errors.ts";
import type { CampaignDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentCampaign } from "./present.ts";
import { campaignOr404 } from "./store.ts";
import { compileCampaign } from "./template.ts";

/**
 * Sends a campaign: it becomes `sending`, and the planner hears of it. The e-mail is compiled once more, with the
 * business's name and address of today; from here on it does not change.
 */
export const sendCampaign = useCase(
  routes.send,
  async ({ params, actor, db, now, match }, { senderEmail }: CampaignDeps) => {
    const previous = await campaignOr404(db, params.id);
    match(previous);
    if (previous.status !== "draft")
      throw new AppError("conflict", `Only a draft can be sent; this campaign is ${previous.status}.`);
    mustBeComplete(previous);
    const next: Campaign = {
      ...previous,
      status: "sending",
      round: 1,
      startedAt: now.toISOString(),
      ...revised(previous, actor, now),
    };
    const template = compileCampaign(next, actor.account, senderEmail);
    return accepted(presentCampaign(next), [replace(campaigns, next, previous), put(campaignTemplates, template)]);
  },
);

const mustBeComplete = ({ audience, content }: Campaign): void => {
  const errors: FieldError[] = [];
  if (!audience) errors.push({ pointer: "/audience", message: "Say whom the campaign goes to" });
  if (!content.subject) errors.push({ pointer: "/content/subject", message: "Give the e-mail a subject" });
  if (!content.body) errors.push({ pointer: "/content/body", message: "Write the e-mail" });
  if (errors.length > 0) throw new AppError("validation-failed", errors[0]?.message, { errors });
};
