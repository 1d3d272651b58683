import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildDeps, type CampaignDeps } from "./deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, CampaignDeps> = {
  "GET /v1/campaigns": async () => (await import("./drafts/read-campaigns.ts")).listCampaigns,
  "POST /v1/campaigns": async () => (await import("./drafts/create-campaign.ts")).createCampaign,
  "GET /v1/campaigns/{id}": async () => (await import("./drafts/read-campaigns.ts")).getCampaign,
  "PATCH /v1/campaigns/{id}": async () => (await import("./drafts/update-campaign.ts")).updateCampaign,
  "DELETE /v1/campaigns/{id}": async () => (await import("./drafts/delete-campaign.ts")).deleteCampaign,
  "POST /v1/campaigns/{id}/preview": async () => (await import("./drafts/preview-campaign.ts")).previewCampaign,
  "POST /v1/campaigns/{id}/test": async () => (await import("./drafts/test-campaign.ts")).testCampaign,
  "POST /v1/campaigns/{id}/audience": async () => (await import("./planning/summarize-audience.ts")).summarizeAudience,
  "POST /v1/campaigns/{id}/send": async () => (await import("./sending/send-campaign.ts")).sendCampaign,
  "POST /v1/campaigns/{id}/resend": async () => (await import("./sending/resend-campaign.ts")).resendCampaign,
  "POST /v1/campaigns/{id}/winner": async () => (await import("./sending/choose-winner.ts")).chooseWinner,
  "POST /v1/campaigns/{id}/pause": async () => (await import("./sending/steer-campaign.ts")).pauseCampaign,
  "POST /v1/campaigns/{id}/resume": async () => (await import("./sending/steer-campaign.ts")).resumeCampaign,
  "POST /v1/campaigns/{id}/cancel": async () => (await import("./sending/steer-campaign.ts")).cancelCampaign,
  "GET /v1/campaigns/{id}/stats": async () => (await import("./drafts/read-campaigns.ts")).getStats,
  "GET /i/{token}": async () => (await import("./tracking/show-image.ts")).showImage,
  "GET /c/{token}": async () => (await import("./tracking/follow-link.ts")).followLink,
  "GET /v1/campaigns/{id}/recipients": async () => (await import("./tracking/list-recipients.ts")).listRecipients,
};

export const handler = api(buildDeps, useCases);
