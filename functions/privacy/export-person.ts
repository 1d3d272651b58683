import { born } from "../../shared/app/actor.ts";
import { findClient } from "../../shared/app/find-client.ts";
import { newJob } from "../../shared/app/new-job.ts";
import { accepted, useCase } from "../../shared/app/use-case.ts";
import { insert } from "../../shared/db/writes.ts";
import { type ClientExport, exportFile, exports } from "../../shared/entities/import.ts";
import { AppError } from "../../shared/errors.ts";
import { routes } from "./manifest.ts";

/** Gathers all that is kept about a client, as a job: a person may ask for it. */
export const exportPerson = useCase(routes.exportPerson, async ({ params, actor, db, now }, { ids }) => {
  if (!actor.scopes.includes("documents:read"))
    throw new AppError("forbidden", "This needs the scope documents:read: the client's files are part of it.");
  const client = await findClient(db, params.id, actor);
  const id = ids.next("export");
  const { job, write } = newJob(
    { kind: "person_export", input: { exportId: id, clientId: client.id } },
    actor,
    now,
    ids,
  );
  const item: ClientExport = {
    id,
    accountId: actor.accountId,
    kind: "person",
    format: "zip",
    clientId: client.id,
    objectKey: exportFile(actor.accountId, id, "zip"),
    jobId: job.id,
    ...born(actor, now),
  };
  return accepted({ ...item, job }, [insert(exports, item), write]);
});
