import { later, secondsSinceEpoch } from "../clock.ts";
import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";

/**
 * Long work. Its worker holds a lease while it runs and saves its progress with every step; when it dies, the message
 * returns to the queue, the lease ends, and the next worker goes on from the last step.
 */
export interface Job extends Provenance {
  id: Id<"job">;
  accountId: AccountId;
  /** `import`, `export`, `bulk`, `reindex`, `recount`, `erasure`, `person_export`, `audience`. */
  kind: string;
  status: "queued" | "running" | "finished" | "failed" | "cancelled";
  progress: { done: number; total: number };
  /** What the worker needs to do it, and what it needs to go on. */
  input: Record<string, unknown>;
  checkpoint?: Record<string, unknown>;
  /** Who works on it, and until when that worker is believed alive. */
  worker?: string;
  leaseUntil?: string;
  /** Counts by outcome, such as `{ created: 10 }`. */
  counts: Record<string, number>;
  /** The message that it is done by is tried for the last time. */
  lastTry?: true;
  /** It failed because its last try did: whoever brings its message again goes on where it stopped. */
  gaveUp?: true;
  /** Why it failed, in words for the one who started it. */
  failure?: string;
  ttl?: number;
}

/**
 * A job as it stands: one whose worker died in its last try says `running` in the table, since nobody was left to say
 * otherwise. It failed.
 */
export const asItStands = (job: Job, now: Date): Job =>
  job.status === "running" && job.lastTry && job.leaseUntil !== undefined && job.leaseUntil < now.toISOString()
    ? { ...job, status: "failed", gaveUp: true }
    : job;

/** Whether nothing more will be done. */
export const isOver = ({ status }: Pick<Job, "status">): boolean =>
  status === "finished" || status === "failed" || status === "cancelled";

export const jobs: Entity<Job> = entity("job", (job) => ({
  ...keys.of(job.accountId, job.id),
  gsi2pk: partitions.list(job.accountId, "JOBS").pk,
  gsi2sk: job.id,
}));

/** The outcome for one item of a job, where it is worth keeping: failures, mostly. */
export interface JobItem {
  accountId: AccountId;
  jobId: string;
  /** Sorts as the items were worked on: a row number, or an id. */
  place: string;
  /** The id of the resource, or the row. */
  item: string;
  /** Whom a row is about, so that what it says goes with them. */
  clientId?: ClientId;
  status: string;
  column?: string;
  value?: string;
  message?: string;
  ttl?: number;
}

const RESULTS_KEPT_SECONDS = 30 * 24 * 3600;

/** Until when results that are written now are kept: seconds since the epoch. */
export const resultsKeptUntil = (now: Date): number => secondsSinceEpoch(later(now, RESULTS_KEPT_SECONDS));

export const jobItemKey = ({ accountId, jobId, place }: Pick<JobItem, "accountId" | "jobId" | "place">) =>
  keys.part(accountId, jobId, `ITEM#${place}`);

export const jobItems: Entity<JobItem> = entity("job_item", jobItemKey);
