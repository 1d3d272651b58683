import { insert, type Write } from "../db/writes.ts";
import { type Job, jobs } from "../entities/job.ts";
import type { Ids } from "../ids.ts";
import { type Actor, born } from "./actor.ts";

/** A job to be queued: its write is what its worker wakes up by. */
export const newJob = (
  { kind, input }: Pick<Job, "kind" | "input">,
  actor: Actor,
  now: Date,
  ids: Ids,
): { job: Job; write: Write } => {
  const job: Job = {
    id: ids.next("job"),
    accountId: actor.accountId,
    kind,
    status: "queued",
    progress: { done: 0, total: 0 },
    counts: {},
    input,
    ...born(actor, now),
  };
  return { job, write: insert(jobs, job) };
};
