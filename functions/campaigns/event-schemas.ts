import { publishedShape } from "../../shared/events/published-shape.ts";
import { lazy } from "../../shared/lazy.ts";
import * as kinds from "./kinds.ts";
import { campaignShape } from "./schemas.ts";

export const publishedCampaign = lazy(() => publishedShape(kinds.campaign, campaignShape()));
