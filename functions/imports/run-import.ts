import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { runJob } from "../../shared/app/job-runner.ts";
import { on } from "../../shared/app/on.ts";
import { isLastTry } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { listsMustShow } from "../../shared/app/wait-for-lists.ts";
import type { QueueSender } from "../../shared/aws/queue-sender.ts";
import { sqsSenderOnDemand } from "../../shared/aws/queue-sender-on-demand.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";
import { job as longWork } from "../jobs/kinds.ts";
import { ImportRun, LEASE_SECONDS, type OpenObject } from "./import-run.ts";

/** How long the lists may take to show what was written last. */
const WAIT_SECONDS = 10;
/** How soon an import that waits for another one asks again. */
const TURN_SECONDS = 10;
/** Stops well before the function's 15 minutes. */
const WORK_MS = 12 * 60_000;

interface RunDeps extends AppDeps {
  queue: QueueSender;
  open: OpenObject;
}

const s3 = lazy(() => new S3Client({ forcePathStyle: true }));

const openObject: OpenObject = async (key) => {
  try {
    const { Body, ContentLength = 0 } = await s3().send(new GetObjectCommand({ Bucket: env.filesBucket(), Key: key }));
    return Body ? { body: Body as AsyncIterable<Uint8Array>, size: ContentLength } : undefined;
  } catch (error) {
    if (error instanceof Error && (error.name === "NoSuchKey" || error.name === "NotFound")) return undefined;
    throw error;
  }
};

export const handler = on(
  [longWork.requested],
  (): RunDeps => ({ ...buildWorkerDeps(), queue: sqsSenderOnDemand(), open: openObject }),
  async (event, deps, delivery) => {
    const accountId = event.accountId;
    const started = deps.clock.now().getTime();
    const jobId = event.resource.id;
    const run = new ImportRun(accountId, deps);
    let goesOn = false;
    await runJob(deps, {
      accountId,
      jobId,
      worker: `${delivery.messageId}/${delivery.receiveCount}`,
      lastTry: isLastTry(delivery),
      leaseSeconds: LEASE_SECONDS,
      step: (job) => run.step(job),
      hasTime: () => !run.waits && deps.clock.now().getTime() - started < WORK_MS,
      continueLater: () => {
        goesOn = true;
        return deps.queue.send(env.queueUrl("imports"), { detail: event }, run.waits ? TURN_SECONDS : 0);
      },
      // Who is told that it has finished finds everybody: what an import writes is found at once, but for few clients.
      beforeFinish: async ({ checkpoint }) =>
        checkpoint?.leftToStream ? listsMustShow(deps.table.of(accountId), deps, WAIT_SECONDS) : undefined,
    });
    if (!goesOn) await run.leave(jobId);
  },
);
