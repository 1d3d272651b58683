import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { sesBulkMailer } from "../../shared/messaging/bulk-mailer.ts";
import { pause } from "../../shared/pause.ts";
import { rememberingSnapshots, s3Snapshots } from "./planning/snapshots.ts";
import { dailyBudget } from "./sending/budget.ts";
import { rememberedTemplates } from "./sending/bulk-call.ts";
import { workOnChunk } from "./sending/chunk-work.ts";
import { tokenBucket } from "./sending/pace.ts";
import { type ChunkMessage, sqsOutbox } from "./sending/queues.ts";
import { readChunkMessage } from "./sending/read-message.ts";
import type { SenderDeps } from "./sending/sender-deps.ts";

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
