import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { sesBulkMailer } from "../../shared/messaging/bulk-mailer.ts";
import { pause } from "../../shared/pause.ts";
import { dailyBudget } from "./budget.ts";
import { rememberedTemplates } from "./bulk-call.ts";
import { workOnChunk } from "./chunk-work.ts";
import { tokenBucket } from "./pace.ts";
import { type ChunkMessage, sqsOutbox } from "./queues.ts";
import { readChunkMessage } from "./read-message.ts";
import type { SenderDeps } from "./sender-deps.ts";
import { rememberingSnapshots, s3Snapshots } from "./snapshots.ts";

const build = (): SenderDeps => {
  const deps = buildWorkerDeps();
  return {
    ...deps,
    snapshots: rememberingSnapshots(s3Snapshots(env.filesBucket())),
    templates: rememberedTemplates(),
    chunks: sqsOutbox<ChunkMessage>(env.queueUrl("chunks")),
    events: sqsOutbox<ChunkMessage>(env.queueUrl("mail-events")),
    mailer: sesBulkMailer(env.configurationSet()),
    pace: tokenBucket(env.number("SEND_RATE"), env.number("SEND_WORKERS"), deps.clock),
    budget: dailyBudget(deps.clock, env.number("DAILY_LIMIT")),
    wait: pause,
    publicUrl: env.publicUrl(),
    leaseSeconds: env.number("LEASE_SECONDS"),
    settling: { seconds: env.number("SETTLE_SECONDS") },
  };
};

/** One chunk of a campaign: one call of the provider. */
export const handler = queueConsumer(readChunkMessage, build, (message, deps) => workOnChunk(message, deps));
