import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { type PlannerDeps, planCampaign, STRETCH } from "./planning.ts";
import { type ChunkMessage, type PlanMessage, sqsOutbox } from "./queues.ts";
import { readPlanMessage } from "./read-message.ts";
import { rememberingSnapshots, s3Snapshots } from "./snapshots.ts";

const build = (): PlannerDeps => ({
  ...buildWorkerDeps(),
  snapshots: rememberingSnapshots(s3Snapshots(env.filesBucket())),
  chunks: sqsOutbox<ChunkMessage>(env.queueUrl("chunks")),
  plans: sqsOutbox<PlanMessage>(env.queueUrl("campaign-plans")),
  stretch: STRETCH,
});

/** Plans for so long, then queues the rest: half of what the function may run. */
const WORK_MS = 120_000;

/** `campaign.send_requested`, and what this worker left for later. */
export const handler = queueConsumer(readPlanMessage, build, (message, deps) => {
  const end = performance.now() + WORK_MS;
  return planCampaign(message, deps, () => performance.now() < end);
});
