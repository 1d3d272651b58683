import { later } from "../clock.ts";
import { any, atMost, equals, missing } from "../db/conditions.ts";
import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { remove, update } from "../db/writes.ts";
import type { Job } from "../entities/job.ts";

/** Work that an account does one job at a time. */
type Work = "IMPORT" | "BULK";

class SomebodyElses extends Error {}

const turnOf = ({ accountId }: AccountTable, work: Work) => keys.of(accountId, `${work}_TURN`);

/**
 * Takes the account's turn for a kind of work, or keeps it for another step; false where another job has it. A worker that
 * died holds nobody up for longer than its lease.
 */
export const takeTurn = (
  db: AccountTable,
  work: Work,
  { id: jobId }: Pick<Job, "id">,
  now: Date,
  leaseSeconds: number,
): Promise<boolean> => {
  const set = { entity: "turn", jobId, until: later(now, leaseSeconds).toISOString() };
  const isFree = any(missing("jobId"), equals("jobId", jobId), atMost("until", now.toISOString()));
  return unlessSomebodyElses(db.commit([update(turnOf(db, work), { set }, isFree, () => new SomebodyElses())]));
};

/** Lets the next job begin. */
export const leaveTurn = (db: AccountTable, work: Work, jobId: string): Promise<boolean> =>
  unlessSomebodyElses(db.commit([remove(turnOf(db, work), equals("jobId", jobId), () => new SomebodyElses())]));

const unlessSomebodyElses = async (writing: Promise<void>): Promise<boolean> => {
  try {
    await writing;
    return true;
  } catch (error) {
    if (error instanceof SomebodyElses) return false;
    throw error;
  }
};
