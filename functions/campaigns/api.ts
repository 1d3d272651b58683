import { api } from "../../shared/app/api.ts";
import { createCampaign } from "./create-campaign.ts";
import { deleteCampaign } from "./delete-campaign.ts";
import { buildDeps } from "./deps.ts";
import { listRecipients } from "./list-recipients.ts";
import { previewCampaign } from "./preview-campaign.ts";
import { getCampaign, getStats, listCampaigns } from "./read-campaigns.ts";
import { sendCampaign } from "./send-campaign.ts";
import { cancelCampaign, pauseCampaign, resumeCampaign } from "./steer-campaign.ts";
import { summarizeAudience } from "./summarize-audience.ts";
import { testCampaign } from "./test-campaign.ts";
import { updateCampaign } from "./update-campaign.ts";

export const useCases = [
  listCampaigns,
  createCampaign,
  getCampaign,
  updateCampaign,
  deleteCampaign,
  previewCampaign,
  testCampaign,
  summarizeAudience,
  sendCampaign,
  pauseCampaign,
  resumeCampaign,
  cancelCampaign,
  getStats,
  listRecipients,
];

export const handler = api(buildDeps, useCases);
