import { any, atMost, equals, missing } from "../db/conditions.ts";
import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { put, replace, update } from "../db/writes.ts";
import { type Job, type JobItem, jobItems, jobs } from "../entities/job.ts";
import type { AccountId } from "../ids.ts";
import type { Log } from "../log.ts";
import { authorOf, revised } from "./actor.ts";
import type { AppDeps } from "./use-case.ts";

/** What one step of a job did; a job is as many steps as its work needs, each worth a few seconds at most. */
export interface JobStep {
  checkpoint: Record<string, unknown>;
  progress: { done: number; total: number };
  /** Added to the job's counts. */
  counts?: Record<string, number>;
  /** Outcomes worth keeping. */
  items?: Omit<JobItem, "accountId" | "jobId" | "ttl">[];
  finished: boolean;
}

export interface JobRun {
  accountId: AccountId;
  jobId: string;
  /** Names this run; a worker that lost its lease cannot write any more. */
  worker: string;
  /** Longer than the longest step. */
  leaseSeconds: number;
  /** Does the next piece of work, from the job's checkpoint on; repeating a step must be harmless. */
  step(job: Job): Promise<JobStep>;
  /** Asked after every step: whether there is time for another. */
  hasTime(): boolean;
  /** Queues the rest of the work when the time is over. */
  continueLater(): Promise<void>;
}

/** Thrown when another worker holds the lease: the message goes back to the queue, in case that worker dies. */
class JobIsTaken extends Error {
  constructor(jobId: string) {
    super(`Another worker is at ${jobId}.`);
    this.name = "JobIsTaken";
  }
}

/** A mistake of the caller's that no repetition will mend: the job ends as failed, with this sentence. */
export class JobFailure extends Error {}

const RESULTS_KEPT_SECONDS = 30 * 24 * 3600;

/**
 * Runs a job under a lease, step by step, each step's outcome saved before the next begins. A worker that dies leaves
 * the job at its last step; the redelivered message goes on from there.
 */
export const runJob = async (deps: Pick<AppDeps, "table" | "clock" | "log">, run: JobRun): Promise<void> => {
  const db = deps.table.of(run.accountId);
  let job = await takeLease(db, deps, run);
  if (!job) return;
  try {
    for (;;) {
      const step = await run.step(job);
      job = await saveStep(db, deps, run, job, step);
      if (step.finished) return await finish(db, deps, job, "finished");
      if (!run.hasTime()) {
        await db.commit([release(job, run)]);
        return await run.continueLater();
      }
    }
  } catch (error) {
    if (!(error instanceof JobFailure)) throw error;
    await finish(db, deps, job, "failed", error.message);
  }
};

const takeLease = async (
  db: AccountTable,
  { clock }: Pick<AppDeps, "clock">,
  { jobId, worker, leaseSeconds }: JobRun,
): Promise<Job | undefined> => {
  const now = clock.now();
  const key = keys.of(db.accountId, jobId);
  const job = await db.get(jobs, key);
  if (!job || job.status === "finished" || job.status === "failed" || job.status === "cancelled") return undefined;
  const leaseUntil = new Date(now.getTime() + leaseSeconds * 1000).toISOString();
  await db.commit([
    update(
      key,
      { set: { worker, leaseUntil, status: "running" } },
      any(missing("leaseUntil"), atMost("leaseUntil", now.toISOString())),
      () => new JobIsTaken(jobId),
    ),
  ]);
  return (await db.get(jobs, key)) ?? job;
};

const saveStep = async (
  db: AccountTable,
  { clock, log }: { clock: AppDeps["clock"]; log: Log },
  { worker, leaseSeconds }: JobRun,
  job: Job,
  { checkpoint, progress, counts = {}, items = [] }: JobStep,
): Promise<Job> => {
  const now = clock.now();
  const leaseUntil = new Date(now.getTime() + leaseSeconds * 1000).toISOString();
  const ttl = Math.floor(now.getTime() / 1000) + RESULTS_KEPT_SECONDS;
  const totals = { ...job.counts };
  for (const [outcome, count] of Object.entries(counts)) totals[outcome] = (totals[outcome] ?? 0) + count;
  const next: Job = { ...job, checkpoint, progress, counts: totals, leaseUntil };
  await db.writeBatch(items.map((item) => put(jobItems, { ...item, accountId: job.accountId, jobId: job.id, ttl })));
  await db.commit([
    update(
      keys.of(job.accountId, job.id),
      { set: { checkpoint, progress, counts: totals, leaseUntil } },
      equals("worker", worker),
      () => new JobIsTaken(job.id),
    ),
  ]);
  log.info("JOB_STEP", { jobId: job.id, done: progress.done, total: progress.total });
  return next;
};

const release = (job: Job, { worker }: JobRun) =>
  update(keys.of(job.accountId, job.id), { remove: ["worker", "leaseUntil"] }, equals("worker", worker));

const finish = async (
  db: AccountTable,
  { clock }: Pick<AppDeps, "clock">,
  job: Job,
  status: "finished" | "failed",
  failure?: string,
): Promise<void> => {
  const { worker, leaseUntil, ...rest } = job;
  const next: Job = {
    ...rest,
    status,
    ...(failure ? { failure } : {}),
    ...revised(job, authorOf(job.createdBy), clock.now()),
    source: "automation",
  };
  await db.commit([replace(jobs, next, job)]);
};
