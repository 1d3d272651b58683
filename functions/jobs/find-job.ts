import type { Actor } from "../../shared/app/actor.ts";
import { seesOwn } from "../../shared/app/visibility.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Job, jobs } from "../../shared/entities/job.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";

/** @throws AppError `not-found`, also for work that is none of the caller's business */
export const findJob = async (db: AccountTable, id: string, actor: Actor): Promise<Job> => {
  const job = isId("job", id) ? await db.get(jobs, keys.of(db.accountId, id)) : undefined;
  if (!job || !seesOwn(actor, job)) throw notFound("job");
  return job;
};
