import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { batchConsumer } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import { type RecorderDeps, recordEvents } from "./recording/recording.ts";
import { type ChunkMessage, sqsOutbox } from "./sending/queues.ts";
import { readEventMessage } from "./sending/read-message.ts";

const build = (): RecorderDeps => ({
  ...buildWorkerDeps(),
  chunks: sqsOutbox<ChunkMessage>(env.queueUrl("chunks")),
  returnSeconds: env.number("RETURN_SECONDS"),
});

/** What the mail provider tells of the e-mails it took, from the default bus; and chunks that wait for it. */
export const handler = batchConsumer(readEventMessage, build, recordEvents);
