import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { on } from "../../shared/app/on.ts";
import { env } from "../../shared/env.ts";
import { subscription } from "../clients/kinds.ts";
import { campaignEngagement } from "./kinds.ts";
import { rememberingSnapshots, s3Snapshots } from "./planning/snapshots.ts";
import { recordEngagement } from "./recording/engaged.ts";
import { recordUnsubscription, type UnsubscriptionDeps } from "./recording/unsubscribed.ts";

const build = (): UnsubscriptionDeps => ({
  ...buildWorkerDeps(),
  snapshots: rememberingSnapshots(s3Snapshots(env.filesBucket())),
});

/** What clients answer to a campaign on our own pages: `subscription.created`, `campaign_engagement.created`. */
export const handler = on([subscription.created, campaignEngagement.created], build, (event, deps) =>
  event.type === "campaign_engagement.created" ? recordEngagement(event, deps) : recordUnsubscription(event, deps),
);
