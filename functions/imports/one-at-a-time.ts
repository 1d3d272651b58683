import { later } from "../../shared/clock.ts";
import { any, atMost, equals, missing } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { remove, update } from "../../shared/db/writes.ts";
import type { Job } from "../../shared/entities/job.ts";

class SomebodyElses extends Error {}

const turnOf = ({ accountId }: AccountTable) => keys.of(accountId, "IMPORT_TURN");

/**
 * Takes the account's turn for an import, or keeps it for another step; false where another import has it. New clients are
 * written in batches, which know no conditions: two lists with the same new person, taken in at the same moment, would
 * overwrite one another. A worker that died holds nobody up for longer than its lease.
 */
export const takeTurn = (
  db: AccountTable,
  { id: jobId }: Pick<Job, "id">,
  now: Date,
  leaseSeconds: number,
): Promise<boolean> => {
  const set = { entity: "import_turn", jobId, until: later(now, leaseSeconds).toISOString() };
  const isFree = any(missing("jobId"), equals("jobId", jobId), atMost("until", now.toISOString()));
  return unlessSomebodyElses(db.commit([update(turnOf(db), { set }, isFree, () => new SomebodyElses())]));
};

/** Lets the next import begin. */
export const leaveTurn = (db: AccountTable, jobId: string): Promise<boolean> =>
  unlessSomebodyElses(db.commit([remove(turnOf(db), equals("jobId", jobId), () => new SomebodyElses())]));

const unlessSomebodyElses = async (writing: Promise<void>): Promise<boolean> => {
  try {
    await writing;
    return true;
  } catch (error) {
    if (error instanceof SomebodyElses) return false;
    throw error;
  }
};
