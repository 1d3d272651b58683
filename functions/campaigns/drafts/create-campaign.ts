import { born } from "../../../shared/app/actor.ts";
import { created, useCase } from "../../../shared/app/use-case.ts";
import { fromStored } from "../../../shared/db/entity.ts";
import { insert } from "../../../shared/db/writes.ts";
import { type Campaign, campaigns } from "../../../shared/entities/campaign.ts";
import type { CampaignDeps } from "../deps.ts";
import { mustBeFillable } from "../mail/attribute-mistakes.ts";
import { mustBeShowable } from "../mail/images.ts";
import { compile } from "../mail/subjects.ts";
import { routes } from "../manifest.ts";
import { mistakeIn } from "../planning/ab-test.ts";
import { presentCampaign } from "../present.ts";
import type { CampaignId } from "../store.ts";
import { audienceOf } from "./references.ts";

/**
 * Writes a draft. Its e-mail is compiled to tell now what can be wrong with it, and kept when it is sent: by then the
 * business may have another name, address or sender.
 */
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
    await Promise.all([mustBeShowable(db, campaign), mustBeFillable(db, campaign)]);
    await compile(campaign, actor.account, senderEmail);
    return {
      ...created(presentCampaign(campaign, now), [insert(campaigns, campaign)]),
      asExisting: (existing) => presentCampaign(fromStored(campaigns, existing), now),
    };
  },
);
