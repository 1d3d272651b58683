import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { runJob } from "../../shared/app/job-runner.ts";
import { on } from "../../shared/app/on.ts";
import { type Delivery, isLastTry } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { setTimer } from "../../shared/entities/timer.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { job as longWork } from "../jobs/kinds.ts";
import { timer } from "../timers/kinds.ts";
import { replayStep } from "./replay-step.ts";

/** Longer than the longest step. */
const LEASE_SECONDS = 60;
/** A worker stops taking steps after so long: whoever takes events one by one has a minute. */
const WORK_MS = 40_000;

type Told = EventOf<typeof longWork.requested | typeof timer.rang>;

/** Which job: one that was asked for, or one whose timer rang to go on with it. */
const jobIn = ({ resource }: Told): string => ("subject" in resource ? resource.subject : resource.id);

/** Queues deliveries again: `job.requested`, of the kind `webhook_replay`. */
export const replayDeliveries = async (event: Told, deps: AppDeps, delivery: Delivery): Promise<void> => {
  const { accountId } = event;
  const jobId = jobIn(event);
  const started = deps.clock.now().getTime();
  await runJob(deps, {
    accountId,
    jobId,
    worker: `${delivery.messageId}/${delivery.receiveCount}`,
    leaseSeconds: LEASE_SECONDS,
    lastTry: isLastTry(delivery),
    step: (job) => replayStep(job, deps),
    hasTime: () => deps.clock.now().getTime() - started < WORK_MS,
    async continueLater() {
      const now = deps.clock.now();
      const onward = setTimer({ accountId, subject: jobId, purpose: "webhook.replay", by: "system", now, dueAt: now });
      await deps.table.of(accountId).commit([onward]);
    },
  });
};

export const handler = on([longWork.requested, timer.rang], buildWorkerDeps, replayDeliveries);
