import { listed, ok, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { jobItems, jobs } from "../../shared/entities/job.ts";
import { findJob } from "./find-job.ts";
import { routes } from "./manifest.ts";
import { presentJob } from "./present-job.ts";

export const listJobs = useCase(routes.list, async ({ actor, db, page, now }) =>
  listed(await db.list(jobs, partitions.list(db.accountId, "JOBS"), { ...page, newestFirst: true }), (job) =>
    presentJob(job, actor, now),
  ),
);

export const getJob = useCase(routes.get, async ({ params, actor, db, now }) =>
  ok(presentJob(await findJob(db, params.id, actor), actor, now)),
);

export const listJobItems = useCase(routes.items, async ({ params, actor, db, page }) => {
  const [, found] = await Promise.all([
    findJob(db, params.id, actor),
    db.list(jobItems, partitions.self(db.accountId, params.id), { ...page, prefix: "ITEM#" }),
  ]);
  return listed(found, (item) => item);
});
