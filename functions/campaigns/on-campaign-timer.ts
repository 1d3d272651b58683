import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { on } from "../../shared/app/on.ts";
import { env } from "../../shared/env.ts";
import { timer } from "../timers/kinds.ts";
import { onCampaignTimer, type TimerDeps } from "./sending/campaign-timer.ts";

const build = (): TimerDeps => ({ ...buildWorkerDeps(), senderEmail: env.senderEmail() });

/** `timer.rang`: starts a scheduled campaign, or picks the winner of a test of subjects. */
export const handler = on([timer.rang], build, onCampaignTimer);
