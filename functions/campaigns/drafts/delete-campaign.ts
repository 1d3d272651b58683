import { noContent, useCase } from "../../../shared/app/use-case.ts";
import { remove, removeVersion } from "../../../shared/db/writes.ts";
import { campaigns } from "../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import { routes } from "../manifest.ts";
import { campaignOr404 } from "../store.ts";
import { mustBeDraft } from "./update-campaign.ts";

/** Deletes a draft. What was sent stays: it is the record of who got what. */
export const deleteCampaign = useCase(routes.remove, async ({ params, db, match }) => {
  const campaign = await campaignOr404(db, params.id);
  match(campaign);
  mustBeDraft(campaign);
  return noContent([
    // It has a compiled e-mail where it was to be sent later, and was taken back.
    removeVersion(campaigns, campaign),
    remove(campaignKeys.template(campaign.accountId, campaign.id)),
  ]);
});
