import { on } from "../../shared/app/on.ts";
import { buildMailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { campaign } from "./kinds.ts";
import { tellOwners } from "./recording/owner-mail.ts";

/** `campaign.paused`: by somebody, who knows, or by itself, which the owners must hear. */
export const handler = on([campaign.paused], buildMailingDeps, tellOwners);
