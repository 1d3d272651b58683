import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type ClientImport, imports } from "../../shared/entities/import.ts";
import { asItStands, type Job, jobs } from "../../shared/entities/job.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";

/** @throws AppError `not-found` */
export const findImport = async (db: AccountTable, id: string): Promise<ClientImport> => {
  const found = isId("import", id) ? await db.get(imports, keys.of(db.accountId, id)) : undefined;
  if (!found) throw notFound("import");
  return found;
};

export const jobOf = async (
  db: AccountTable,
  { jobId }: Pick<ClientImport, "jobId">,
  now: Date,
): Promise<Job | undefined> => {
  const job = jobId && (await db.get(jobs, keys.of(db.accountId, jobId)));
  return job && asItStands(job, now);
};
