import { revised } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { put, replace } from "../../shared/db/writes.ts";
import { type Campaign, campaigns, campaignTemplates } from "../../shared/entities/campaign.ts";
import { AppError } from "../../shared/errors.ts";
import { mergePatch } from "../../shared/http/merge-patch.ts";
import type { CampaignDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentCampaign } from "./present.ts";
import { audienceOf } from "./references.ts";
import { campaignOr404 } from "./store.ts";
import { compileCampaign } from "./template.ts";

type Editable = Pick<Campaign, "name" | "callToAction" | "translations" | "optedInOnly"> & Partial<Campaign>;

/** Changes a draft. An audience is replaced as a whole: half of one and half of another would be nobody's wish. */
export const updateCampaign = useCase(
  routes.update,
  async ({ params, body, actor, db, now, match }, { senderEmail }: CampaignDeps) => {
    const previous = await campaignOr404(db, params.id);
    match(previous);
    mustBeDraft(previous);
    const { audience, ...patch } = body;
    const { audience: before, ...kept } = previous;
    const wanted = audience === undefined ? before : audience && (await audienceOf(db, actor, audience));
    const changed = mergePatch<Editable>(kept, patch);
    const next: Campaign = {
      ...kept,
      ...changed,
      callToAction: changed.callToAction,
      translations: changed.translations,
      content: changed.content ?? {},
      ...(wanted ? { audience: wanted } : {}),
      ...revised(previous, actor, now),
    };
    const template = compileCampaign(next, actor.account, senderEmail);
    return ok(presentCampaign(next), [replace(campaigns, next, previous), put(campaignTemplates, template)]);
  },
);

export const mustBeDraft = ({ status }: Campaign): void => {
  if (status !== "draft") throw new AppError("conflict", `Only a draft can be changed; this campaign is ${status}.`);
};
