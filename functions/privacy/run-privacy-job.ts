import { runJob } from "../../shared/app/job-runner.ts";
import { on } from "../../shared/app/on.ts";
import { type Delivery, isLastTry } from "../../shared/app/queue.ts";
import { env } from "../../shared/env.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { job as longWork } from "../jobs/kinds.ts";
import { buildDeps, type PrivacyDeps } from "./deps.ts";

/** Longer than the longest step: all files of a client, one after the other. */
const LEASE_SECONDS = 15 * 60;
/** A worker stops taking steps after so long; its function may run for fifteen minutes. */
const WORK_MS = 5 * 60_000;

/** Erases a client, or writes down all that is kept about one: `job.requested`, of the kinds `erasure`, `person_export`. */
export const runPrivacyJob = async (
  event: EventOf<typeof longWork.requested>,
  deps: PrivacyDeps,
  delivery: Delivery,
): Promise<void> => {
  const started = deps.clock.now().getTime();
  await runJob(deps, {
    accountId: event.accountId,
    jobId: event.resource.id,
    worker: `${delivery.messageId}/${delivery.receiveCount}`,
    leaseSeconds: LEASE_SECONDS,
    lastTry: isLastTry(delivery),
    async step(job) {
      if (job.kind === "erasure") return (await import("./erasure/erasure-run.ts")).erasureStep(job, deps);
      return (await import("./person-export/write-person.ts")).writePersonStep(job, deps);
    },
    hasTime: () => deps.clock.now().getTime() - started < WORK_MS,
    continueLater: () => deps.queue.send(env.queueUrl("privacy"), { detail: event }),
  });
};

export const handler = on([longWork.requested], buildDeps, runPrivacyJob);
