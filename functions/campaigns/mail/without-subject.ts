import type { CampaignContent } from "../../../shared/entities/campaign.ts";

/** A content whose subject is chosen elsewhere. */
export const withoutSubject = (content: CampaignContent | undefined): CampaignContent => {
  const { subject, ...rest } = content ?? {};
  return rest;
};
