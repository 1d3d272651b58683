import type { Campaign, CampaignTemplate } from "../../../shared/entities/campaign.ts";
import { invalid } from "../../../shared/errors.ts";
import type { compileCampaign } from "./template.ts";

/** Compiles a campaign's e-mails. What reads Markdown is loaded now, not by every start of a function that may need it. */
export const compile = async (...wanted: Parameters<typeof compileCampaign>): Promise<CampaignTemplate> =>
  (await import("./template.ts")).compileCampaign(...wanted);

/** @throws AppError `validation-failed` where no subject is tried in that place */
export const mustBeTried = (variant: number | undefined, { abTest }: Pick<Campaign, "abTest">): void => {
  if (variant === undefined) return;
  if (!abTest) throw invalid("/variant", "No subjects of this campaign are being tried");
  if (variant >= abTest.subjects.length) throw invalid("/variant", "There is no such subject; the first is 0");
};
