import { all, any, atMost, type Condition, equals, missing } from "../db/conditions.ts";
import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { put, update, type Write } from "../db/writes.ts";
import { accounts } from "../entities/account.ts";
import { type Job, type JobItem, jobItems, jobs, resultsKeptUntil } from "../entities/job.ts";
import type { AccountId } from "../ids.ts";
import type { Log } from "../log.ts";
import { gaveUpSentence } from "./job-sentences.ts";
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
  /** Names this run, `message/delivery`; a worker that lost its lease cannot write any more. */
  worker: string;
  /** Longer than the longest step. */
  leaseSeconds: number;
  /** Whether the message goes to the dead letters when this run fails: then the job has failed. */
  lastTry: boolean;
  /** Does the next piece of work, from the job's checkpoint on; repeating a step must be harmless. */
  step(job: Job): Promise<JobStep>;
  /** Asked after every step: whether there is time for another. */
  hasTime(): boolean;
  /** Queues the rest of the work when the time is over. */
  continueLater(): Promise<void>;
  /** What must be so before anybody is told that all is done, within the lease. @throws ListsBehind */
  beforeFinish?(job: Job): Promise<void>;
}

/** Thrown when another worker holds the lease: the message goes back to the queue, in case that worker dies. */
class JobIsTaken extends Error {
  constructor(jobId: string) {
    super(`Another worker is at ${jobId}.`);
    this.name = "JobIsTaken";
  }
}

/** Thrown when somebody cancelled the job while a step was done. */
class JobCancelled extends Error {}

/** Thrown where lists do not show yet what the job needs of them: it gives its place to others, and comes again. */
export class ListsBehind extends Error {
  constructor() {
    super("The lists do not show yet what was written before.");
    this.name = "ListsBehind";
  }
}

/** A mistake of the caller's that no repetition will mend: the job ends as failed, with this sentence. */
export class JobFailure extends Error {}

type RunnerDeps = Pick<AppDeps, "table" | "clock" | "log">;

/**
 * Runs a job under a lease, step by step, each step's outcome saved before the next begins. A worker that dies leaves
 * the job at its last step; the redelivered message goes on from there. When the last try fails, the job has failed: it
 * says so, and whoever brings the message again (a redrive) still goes on from there.
 */
export const runJob = async (deps: RunnerDeps, run: JobRun): Promise<void> => {
  const db = deps.table.of(run.accountId);
  let job = await takeLease(db, deps, run);
  if (!job) return;
  try {
    for (;;) {
      const step = await run.step(job);
      job = await saveStep(db, deps, run, job, step);
      if (step.finished) {
        await run.beforeFinish?.(job);
        return await db.commit([end(job, run, { status: "finished" }, deps)]);
      }
      if (!run.hasTime()) return await giveBack(db, job, run);
    }
  } catch (error) {
    if (error instanceof JobCancelled) return;
    if (error instanceof ListsBehind) return await unlessCancelled(giveBack(db, job, run));
    if (!(error instanceof JobFailure)) throw await afterFailure(db, deps, run, job, error);
    await unlessCancelled(db.commit([end(job, run, { status: "failed", failure: error.message }, deps)]));
  }
};

const giveBack = async (db: AccountTable, job: Job, run: JobRun): Promise<void> => {
  await db.commit([release(job, run)]);
  await run.continueLater();
};

/** Somebody who cancels a job while it fails was right as well. */
const unlessCancelled = async (writing: Promise<void>): Promise<void> => {
  try {
    await writing;
  } catch (error) {
    if (!(error instanceof JobCancelled)) throw error;
  }
};

const takeLease = async (
  db: AccountTable,
  { clock }: RunnerDeps,
  { jobId, worker, leaseSeconds, lastTry }: JobRun,
): Promise<Job | undefined> => {
  const now = clock.now();
  const key = keys.of(db.accountId, jobId);
  const job = await db.get(jobs, key);
  if (!job || !canRun(job)) return undefined;
  const leaseUntil = new Date(now.getTime() + leaseSeconds * 1000).toISOString();
  await db.commit([
    update(
      key,
      {
        set: { worker, leaseUntil, status: "running", ...(lastTry ? { lastTry } : {}) },
        remove: ["gaveUp", "failure", ...(lastTry ? [] : ["lastTry"])],
      },
      all(equals("status", job.status), any(...free(job, worker, now))),
      () => new JobIsTaken(jobId),
    ),
  ]);
  return (await db.get(jobs, key)) ?? job;
};

/**
 * A job is free without a lease or after it, and for the message that its worker had: a queue delivers it again only when
 * that worker's time is over. Else a job of long steps would wait for the lease of the dead until its tries are used up.
 */
const free = (job: Job, worker: string, now: Date): Condition[] => [
  missing("leaseUntil"),
  atMost("leaseUntil", now.toISOString()),
  ...(job.worker !== undefined && messageOf(job.worker) === messageOf(worker) ? [equals("worker", job.worker)] : []),
];

const messageOf = (worker: string): string => worker.replace(/\/\d+$/, "");

const canRun = ({ status, gaveUp }: Job): boolean =>
  status === "queued" || status === "running" || (status === "failed" && gaveUp === true);

const saveStep = async (
  db: AccountTable,
  { clock, log }: { clock: AppDeps["clock"]; log: Log },
  { worker, leaseSeconds }: JobRun,
  job: Job,
  { checkpoint, progress, counts = {}, items = [] }: JobStep,
): Promise<Job> => {
  const now = clock.now();
  const leaseUntil = new Date(now.getTime() + leaseSeconds * 1000).toISOString();
  const ttl = resultsKeptUntil(now);
  const totals = { ...job.counts };
  for (const [outcome, count] of Object.entries(counts)) totals[outcome] = (totals[outcome] ?? 0) + count;
  const next: Job = { ...job, checkpoint, progress, counts: totals, leaseUntil };
  await db.writeBatch(items.map((item) => put(jobItems, { ...item, accountId: job.accountId, jobId: job.id, ttl })));
  await db.commit([ofWorker(job, worker, { set: { checkpoint, progress, counts: totals, leaseUntil } })]);
  log.info("JOB_STEP", { jobId: job.id, done: progress.done, total: progress.total });
  return next;
};

/** A change that only the worker who holds the job may make. */
const ofWorker = (job: Job, worker: string, change: Parameters<typeof update>[1]): Write =>
  update(keys.of(job.accountId, job.id), change, equals("worker", worker), (existing) =>
    existing?.status === "cancelled" ? new JobCancelled() : new JobIsTaken(job.id),
  );

const release = (job: Job, { worker }: JobRun) =>
  ofWorker(job, worker, { remove: ["worker", "leaseUntil", "lastTry"] });

const end = (
  job: Job,
  { worker }: JobRun,
  outcome: Pick<Job, "status" | "failure" | "gaveUp">,
  { clock }: Pick<AppDeps, "clock">,
): Write =>
  ofWorker(job, worker, {
    set: { ...outcome, updatedAt: clock.now().toISOString(), updatedBy: job.createdBy, source: "automation" },
    add: { version: 1 },
    remove: ["worker", "leaseUntil", "lastTry"],
  });

/** The job is free for the next try, or has failed with the last one. Answers what is to be thrown. */
const afterFailure = async (
  db: AccountTable,
  deps: RunnerDeps,
  run: JobRun,
  job: Job,
  error: unknown,
): Promise<unknown> => {
  if (error instanceof JobIsTaken) return error;
  try {
    await db.commit([run.lastTry ? await givenUp(db, deps, run, job) : release(job, run)]);
  } catch (refused) {
    // What it ran into is what there is to tell; without the note, the lease ends by itself.
    deps.log.error("MESSAGE_FAILED", refused, { jobId: job.id });
  }
  return error;
};

const givenUp = async (db: AccountTable, deps: RunnerDeps, run: JobRun, job: Job): Promise<Write> => {
  const account = await db.get(accounts, keys.account(db.accountId));
  return end(job, run, { status: "failed", failure: gaveUpSentence(account?.language), gaveUp: true }, deps);
};
