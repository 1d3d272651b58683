import { revised } from "../../../shared/app/actor.ts";
import { ok, useCase } from "../../../shared/app/use-case.ts";
import { replace } from "../../../shared/db/writes.ts";
import { type Campaign, campaigns } from "../../../shared/entities/campaign.ts";
import { AppError, invalid } from "../../../shared/errors.ts";
import { mergePatch } from "../../../shared/http/merge-patch.ts";
import { sameContent } from "../../../shared/same-content.ts";
import type { CampaignDeps } from "../deps.ts";
import { mustBeFillable } from "../mail/attribute-mistakes.ts";
import { mustBeShowable } from "../mail/images.ts";
import { compile } from "../mail/subjects.ts";
import { routes } from "../manifest.ts";
import { mistakeIn } from "../planning/ab-test.ts";
import { presentCampaign } from "../present.ts";
import { campaignOr404 } from "../store.ts";
import { audienceOf } from "./references.ts";

type Editable = Pick<Campaign, "name" | "callToAction" | "translations" | "optedInOnly"> & Partial<Campaign>;

/**
 * Changes a draft; its e-mail is compiled to tell what can be wrong with it, as when it is written. An audience and a test of subjects are replaced as a whole: half of one and half of another would be
 * nobody's wish.
 */
export const updateCampaign = useCase(
  routes.update,
  async ({ params, body, actor, db, now, match }, { senderEmail }: CampaignDeps) => {
    const previous = await campaignOr404(db, params.id);
    match(previous);
    mustBeDraft(previous);
    const { audience, abTest, ...patch } = body;
    const { audience: before, abTest: triedBefore, ...kept } = previous;
    if (audience !== undefined && previous.resend && previous.resend.to !== "others")
      throw invalid("/audience", "This campaign goes to recipients of an earlier one");
    const tried = abTest === undefined ? triedBefore : abTest;
    const mistake = tried && mistakeIn(tried);
    if (mistake) throw mistake;
    const wanted = audience === undefined ? before : audience && (await audienceOf(db, actor, audience));
    const changed = mergePatch<Editable>(kept, patch);
    const next: Campaign = {
      ...kept,
      ...changed,
      callToAction: changed.callToAction,
      translations: changed.translations,
      content: changed.content ?? {},
      ...(wanted ? { audience: wanted } : {}),
      ...(tried ? { abTest: tried } : {}),
      ...revised(previous, actor, now),
    };
    if (sameContent(next, previous)) return ok(presentCampaign(previous, now));
    await Promise.all([mustBeShowable(db, next), mustBeFillable(db, next)]);
    await compile(next, actor.account, senderEmail);
    return ok(presentCampaign(next, now), [replace(campaigns, next, previous)]);
  },
);

export const mustBeDraft = ({ status }: Campaign): void => {
  if (status !== "draft") throw new AppError("conflict", `Only a draft can be changed; this campaign is ${status}.`);
};
