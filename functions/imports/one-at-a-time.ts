import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Job, jobs } from "../../shared/entities/job.ts";

/** Newest jobs that are looked at: an import that so much work has begun after is over, or will be waited for again. */
const RECENT = 25;

/**
 * Whether another import of the account has to end first. New clients are written in batches, which know no conditions: two
 * lists with the same new person, taken in at the same moment, would overwrite one another. What has begun goes on; of two
 * that begin together, the one that was asked for first. A worker that died holds nobody up for longer than its lease.
 */
export const mustWait = async (db: AccountTable, job: Job, now: Date): Promise<boolean> => {
  const partition = partitions.list(db.accountId, "JOBS");
  const { items } = await db.list(jobs, partition, {
    limit: RECENT,
    newestFirst: true,
    fields: ["id", "kind", "status", "leaseUntil", "checkpoint"],
  });
  return items.some(
    (other) =>
      other.kind === job.kind &&
      other.id !== job.id &&
      other.status === "running" &&
      (other.leaseUntil ?? "") > now.toISOString() &&
      goesFirst(other, job),
  );
};

type Turn = Pick<Job, "id" | "checkpoint">;

const goesFirst = (other: Turn, job: Turn): boolean =>
  hasBegun(other) === hasBegun(job) ? other.id < job.id : hasBegun(other);

const hasBegun = ({ checkpoint }: Turn): boolean => checkpoint?.row !== undefined;
