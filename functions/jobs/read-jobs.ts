import type { Actor } from "../../shared/app/actor.ts";
import { listed, ok, useCase } from "../../shared/app/use-case.ts";
import { seesOwn } from "../../shared/app/visibility.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Job, jobItems, jobs } from "../../shared/entities/job.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import { routes } from "./manifest.ts";

export const listJobs = useCase(routes.list, async ({ db, page }) =>
  listed(await db.list(jobs, partitions.list(db.accountId, "JOBS"), { ...page, newestFirst: true }), (job) => job),
);

export const getJob = useCase(routes.get, async ({ params, actor, db }) => ok(await findJob(db, params.id, actor)));

export const listJobItems = useCase(routes.items, async ({ params, actor, db, page }) => {
  const [, found] = await Promise.all([
    findJob(db, params.id, actor),
    db.list(jobItems, partitions.self(db.accountId, params.id), { ...page, prefix: "ITEM#" }),
  ]);
  return listed(found, (item) => item);
});

/** @throws AppError `not-found`, also for work that is none of the caller's business */
const findJob = async (db: AccountTable, id: string, actor: Actor): Promise<Job> => {
  const job = isId("job", id) ? await db.get(jobs, keys.of(db.accountId, id)) : undefined;
  if (!job || !seesOwn(actor, job)) throw notFound("job");
  return job;
};
