import { born } from "../../shared/app/actor.ts";
import { created, useCase } from "../../shared/app/use-case.ts";
import { fromStored } from "../../shared/db/entity.ts";
import { insert, put } from "../../shared/db/writes.ts";
import { type Campaign, campaigns, campaignTemplates } from "../../shared/entities/campaign.ts";
import { mistakeIn } from "./ab-test.ts";
import type { CampaignDeps } from "./deps.ts";
import { mustBeShowable } from "./images.ts";
import { routes } from "./manifest.ts";
import { presentCampaign } from "./present.ts";
import { audienceOf } from "./references.ts";
import type { CampaignId } from "./store.ts";
import { compile } from "./subjects.ts";

/** Writes a draft, with its e-mail compiled: what can be wrong with it is told now, not while it is being sent. */
export const createCampaign = useCase(
  routes.create,
  async ({ body, actor, db, now }, { ids, senderEmail }: CampaignDeps) => {
    const { id, audience, content = {}, optedInOnly = true, ...rest } = body;
    const campaign: Campaign = {
      ...rest,
      id: (id ?? ids.next("campaign")) as CampaignId,
      accountId: db.accountId,
      content,
      optedInOnly,
      ...(audience ? { audience: await audienceOf(db, actor, audience) } : {}),
      status: "draft",
      round: 0,
      ...born(actor, now),
    };
    const mistake = campaign.abTest && mistakeIn(campaign.abTest);
    if (mistake) throw mistake;
    await mustBeShowable(db, campaign);
    const template = compile(campaign, actor.account, senderEmail);
    return {
      ...created(presentCampaign(campaign), [insert(campaigns, campaign), put(campaignTemplates, template)]),
      asExisting: (existing) => presentCampaign(fromStored(campaigns, existing)),
    };
  },
);
