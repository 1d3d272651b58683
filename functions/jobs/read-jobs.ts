import { listed, ok, useCase } from "../../shared/app/use-case.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Job, jobItems, jobs } from "../../shared/entities/job.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import { routes } from "./manifest.ts";

export const listJobs = useCase(routes.list, async ({ db, page }) =>
  listed(await db.list(jobs, partitions.list(db.accountId, "JOBS"), { ...page, newestFirst: true }), (job) => job),
);

export const getJob = useCase(routes.get, async ({ params, db }) => ok(await findJob(db, params.id)));

export const listJobItems = useCase(routes.items, async ({ params, db, page }) => {
  const [, found] = await Promise.all([
    findJob(db, params.id),
    db.list(jobItems, partitions.self(db.accountId, params.id), { ...page, prefix: "ITEM#" }),
  ]);
  return listed(found, (item) => item);
});

const findJob = async (db: AccountTable, id: string): Promise<Job> => {
  const job = isId("job", id) ? await db.get(jobs, keys.of(db.accountId, id)) : undefined;
  if (!job) throw notFound("job");
  return job;
};
