import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { rememberingSnapshots, s3Snapshots } from "./snapshots.ts";
import { recordUnsubscription, type UnsubscriptionDeps } from "./unsubscribed.ts";

const build = (): UnsubscriptionDeps => ({
  ...buildWorkerDeps(),
  snapshots: rememberingSnapshots(s3Snapshots(env.filesBucket())),
});

/** `subscription.created`: a client changed what they want to get, perhaps by the link of a campaign. */
export const handler = queueConsumer(readDomainEvent, build, (event, deps) => recordUnsubscription(event, deps));
