import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { recordEngagement } from "./engaged.ts";
import { rememberingSnapshots, s3Snapshots } from "./snapshots.ts";
import { recordUnsubscription, type UnsubscriptionDeps } from "./unsubscribed.ts";

const build = (): UnsubscriptionDeps => ({
  ...buildWorkerDeps(),
  snapshots: rememberingSnapshots(s3Snapshots(env.filesBucket())),
});

/** What clients answer to a campaign on our own pages: `subscription.created`, `campaign_engagement.created`. */
export const handler = queueConsumer(readDomainEvent, build, (event, deps) =>
  event.type === "campaign_engagement.created" ? recordEngagement(event, deps) : recordUnsubscription(event, deps),
);
