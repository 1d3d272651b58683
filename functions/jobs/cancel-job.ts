import { revised } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { all, equals, version } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import { update, VersionConflict } from "../../shared/db/writes.ts";
import { asItStands, isOver, type Job } from "../../shared/entities/job.ts";
import { AppError } from "../../shared/errors.ts";
import { findJob } from "./find-job.ts";
import { routes } from "./manifest.ts";
import { presentJob } from "./present-job.ts";

/** Stops long work. Its worker finds out when it saves its next step, and goes. Cancelling twice is cancelling once. */
export const cancelJob = useCase(routes.cancel, async ({ params, actor, db, now, match }) => {
  const job = await findJob(db, params.id, actor);
  match(job);
  if (isOver(asItStands(job, now))) return ok(presentJob(job, actor, now));
  if (job.kind === "erasure") throw new AppError("conflict", "An erasure that has begun cannot be taken back.");
  const { worker, leaseUntil, lastTry, ...rest } = job;
  const { version: next, ...author } = revised(job, actor, now);
  const cancelled: Job = { ...rest, ...author, version: next, status: "cancelled" };
  const write = update(
    keys.of(db.accountId, job.id),
    {
      set: { status: "cancelled", ...author },
      add: { version: 1 },
      remove: ["worker", "leaseUntil", "lastTry"],
    },
    all(version(job.version), equals("status", job.status)),
    () => new VersionConflict(),
  );
  return ok(cancelled, [write]);
});
