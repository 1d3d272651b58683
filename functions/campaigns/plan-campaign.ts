import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { PAGE_SIZE, type PlannerDeps, planCampaign } from "./planning/planning.ts";
import type { CountDeps } from "./planning/run-count.ts";
import { rememberingSnapshots, s3Snapshots } from "./planning/snapshots.ts";
import { type ChunkMessage, type PlanMessage, sqsOutbox } from "./sending/queues.ts";
import { readPlannerMessage } from "./sending/read-message.ts";

const build = (): PlannerDeps & CountDeps => ({
  ...buildWorkerDeps(),
  snapshots: rememberingSnapshots(s3Snapshots(env.filesBucket())),
  chunks: sqsOutbox<ChunkMessage>(env.queueUrl("chunks")),
  plans: sqsOutbox<PlanMessage>(env.queueUrl("campaign-plans")),
  counts: sqsOutbox(env.queueUrl("campaign-plans")),
  pageSize: PAGE_SIZE,
});

/** Plans for so long, then queues the rest: half of what the function may run. */
const WORK_MS = 120_000;

/** `campaign.send_requested`, what this worker left for later, and audiences that are to be counted to their end. */
export const handler = queueConsumer(readPlannerMessage, build, async (message, deps, delivery) => {
  if (message.count) return (await import("./planning/run-count.ts")).runCount(message.count, deps, delivery);
  const end = performance.now() + WORK_MS;
  return planCampaign(message.plan, deps, () => performance.now() < end);
});
