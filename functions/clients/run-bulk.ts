import { leaveTurn, takeTurn } from "../../shared/app/account-turn.ts";
import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { JobFailure, type JobStep, runJob } from "../../shared/app/job-runner.ts";
import { readerOf } from "../../shared/app/on.ts";
import { type Delivery, isLastTry, queueConsumer } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { listsMustShow } from "../../shared/app/wait-for-lists.ts";
import type { QueueSender } from "../../shared/aws/queue-sender.ts";
import { sqsSenderOnDemand } from "../../shared/aws/queue-sender-on-demand.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import type { Job } from "../../shared/entities/job.ts";
import { env } from "../../shared/env.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import type { ClientId } from "../../shared/ids.ts";
import { lazy } from "../../shared/lazy.ts";
import { job } from "../jobs/kinds.ts";
import { isDelivery } from "./bulk-action.ts";
import type { BulkInput } from "./bulk-input.ts";
import type { Outcome } from "./bulk-outcome.ts";
import type { Changed } from "./change-many.ts";
import { readOperatorRequest, requestJob } from "./operator-request.ts";

/** Clients of one step. */
const STEP = 50;
const LEASE_SECONDS = 60;
/** How long the lists may take to show what was written before the job. */
const WAIT_SECONDS = 20;
/** A worker gives its place in the queue to others after so long: one account's work keeps nobody else's waiting. */
const WORK_MS = 30_000;
/** How soon a job that waits for another one of its account asks again. */
const TURN_SECONDS = 5;

/** Not for those who name the clients, nor for operators. */
const loadSelection = lazy(() => import("./next-selected.ts"));

export interface BulkDeps extends AppDeps {
  queue: QueueSender;
  pause?: (milliseconds: number) => Promise<void>;
}

/** Does what is asked of many clients: `job.requested`, of the kinds `bulk`, `reindex` and `recount`. One of an account at a time. */
export const runBulk = async (
  event: EventOf<typeof job.requested>,
  deps: BulkDeps,
  delivery: Delivery,
): Promise<void> => {
  const db = deps.table.of(event.accountId);
  const { id } = event.resource;
  const started = deps.clock.now().getTime();
  const takesTurn = () => takeTurn(db, "BULK", { id }, deps.clock.now(), LEASE_SECONDS);
  const continueLater = (seconds: number) => deps.queue.send(env.queueUrl("bulk"), { detail: event }, seconds);
  if (!(await takesTurn())) return continueLater(TURN_SECONDS);
  const recount = lazy(async () => new (await import("./recount/recount-step.ts")).Recount(db, deps));
  try {
    await runJob(deps, {
      accountId: db.accountId,
      jobId: id,
      worker: `${delivery.messageId}/${delivery.receiveCount}`,
      leaseSeconds: LEASE_SECONDS,
      lastTry: isLastTry(delivery),
      step: async (job) => {
        await takesTurn();
        if (job.kind === "recount") return (await recount()).step(job);
        if (job.input.things === true) return (await import("./rebuild-things.ts")).rebuildThings(db, job);
        return bulkStep(job, deps);
      },
      hasTime: () => deps.clock.now().getTime() - started < WORK_MS,
      continueLater: () => continueLater(0),
      beforeFinish: async ({ checkpoint }) =>
        checkpoint?.leftToStream ? listsMustShow(db, deps, WAIT_SECONDS) : undefined,
    });
  } finally {
    await leaveTurn(db, "BULK", id);
  }
};

const bulkStep = async (job: Job, deps: BulkDeps): Promise<JobStep> => {
  const db = deps.table.of(job.accountId);
  // Its schemas are half of what this function would load at once.
  const { bulkInput } = await import("./bulk-input.ts");
  const parsed = bulkInput().safeParse(job.input);
  if (!parsed.success) throw new JobFailure("The job's input cannot be read.");
  // A worker may die between its last step and the end of the job.
  if (job.checkpoint?.over === true) return { checkpoint: job.checkpoint, progress: job.progress, finished: true };
  const input = parsed.data;
  // Whom a filter means stands in lists that follow the table: what was there when the job was asked for is to be in them.
  if (input.filter && !job.checkpoint) await listsMustShow(db, deps, WAIT_SECONDS);
  const { found, after, total } = await nextClients(db, input, job);
  const { outcomes, leftToStream } = await perform(db, input.action, found, job, deps);
  const done = job.progress.done + found.length;
  return {
    checkpoint: {
      ...(after === undefined ? { over: true } : { after }),
      ...(leftToStream || job.checkpoint?.leftToStream ? { leftToStream: true } : {}),
    },
    progress: { done, total: Math.max(total, done) },
    counts: countsOf(outcomes, isDelivery(input.action) ? deliveryOutcomes : changeOutcomes),
    // Whom something reached is worth knowing one by one; of a change only what went wrong.
    items: outcomes.filter(({ status }) => isKept(input.action, status)),
    finished: after === undefined,
  };
};

/** What is written with a message goes on with what becomes of its e-mail: the step must not put it back. */
const isKept = (action: BulkInput["action"], status: string): boolean =>
  isDelivery(action) ? action.kind !== "message" || status !== "created" : status === "failed";

/** The next clients of the selection: a slice of the chosen ones, or the next keys of the filter's lists. */
const nextClients = async (db: AccountTable, input: BulkInput, job: Job) => {
  const after = typeof job.checkpoint?.after === "string" ? job.checkpoint.after : undefined;
  if (input.clientIds) {
    const start = after === undefined ? 0 : Number(after);
    const found = input.clientIds.slice(start, start + STEP);
    const end = start + STEP;
    return {
      found,
      total: input.clientIds.length,
      after: end < input.clientIds.length ? String(end) : undefined,
    };
  }
  if (!input.filter) throw new JobFailure("The job does not say which clients it is for.");
  const { nextSelected } = await loadSelection();
  return nextSelected(db, input.filter, {
    isEverywhere: input.everywhere === true,
    limit: STEP,
    after,
    total: job.progress.total,
  });
};

const changeOutcomes = ["changed", "unchanged", "failed"];
const deliveryOutcomes = ["created", "unchanged", "skipped", "failed"];

const countsOf = (outcomes: readonly Outcome[], statuses: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    statuses.map((status) => [status, outcomes.filter((outcome) => outcome.status === status).length]),
  );

/** What is done with the clients of a step. */
const perform = async (
  db: AccountTable,
  action: BulkInput["action"],
  ids: readonly string[],
  job: Job,
  deps: BulkDeps,
): Promise<Changed> => {
  const now = deps.clock.now();
  if (!isDelivery(action)) {
    // What tells how a client is found knows the numbering plans of the world.
    const { changeMany } = await import("./change-many.ts");
    return changeMany(ids as ClientId[], { db, action, createdBy: job.createdBy, now });
  }
  const { delivererOf } = await import("./bulk-delivery.ts");
  const deliver = await delivererOf(db, action, job, now);
  return { outcomes: await deliver(ids), leftToStream: false };
};

const readRequested = readerOf([job.requested]);

export const handler = queueConsumer(
  (body) => readOperatorRequest(body) ?? readRequested(body),
  (): BulkDeps => ({ ...buildWorkerDeps(), queue: sqsSenderOnDemand() }),
  async (message, deps, delivery) => ("task" in message ? requestJob(message, deps) : runBulk(message, deps, delivery)),
);
