import { born } from "../../shared/app/actor.ts";
import { filtersToKeep } from "../../shared/app/caller-filters.ts";
import { newJob } from "../../shared/app/new-job.ts";
import { accepted, ok, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { insert } from "../../shared/db/writes.ts";
import { type ClientExport, exportFile, exports } from "../../shared/entities/import.ts";
import { jobs } from "../../shared/entities/job.ts";
import { notFound } from "../../shared/errors.ts";
import { inBody } from "../../shared/filters/check-filters.ts";
import type { ClientFilters } from "../../shared/filters/client-filters.ts";
import { isId } from "../../shared/ids.ts";
import type { ImportDeps } from "./deps.ts";
import { routes } from "./manifest.ts";

const DOWNLOAD_SECONDS = 300;

/** Disabled clients too: such an export is for keeping. */
const everybody: ClientFilters = { includeDisabled: true };

export const createExport = useCase(routes.createExport, async ({ body, actor, db, now }, { ids }) => {
  const filter = body.filter ? await filtersToKeep(db, actor, body.filter, inBody("/filter")) : everybody;
  const id = ids.next("export");
  const language = body.language ?? (actor.account.language === "fr" ? "fr" : "en");
  const input = { exportId: id, filter: { ...filter, includeDisabled: filter.includeDisabled ?? false }, language };
  const { job, write } = newJob({ kind: "export", input }, actor, now, ids);
  const item: ClientExport = {
    id,
    accountId: actor.accountId,
    kind: body.kind,
    format: "csv",
    objectKey: exportFile(actor.accountId, id, "csv"),
    jobId: job.id,
    ...born(actor, now),
  };
  return accepted({ ...item, job }, [insert(exports, item), write]);
});

export const getExport = useCase(routes.getExport, async ({ params, db }, { presigner, bucket }: ImportDeps) => {
  const item = isId("export", params.id) ? await db.get(exports, keys.of(db.accountId, params.id)) : undefined;
  if (!item) throw notFound("export");
  const job = await db.get(jobs, keys.of(db.accountId, item.jobId));
  const name = `${item.kind === "person" ? item.clientId : "clients"}-${item.createdAt.slice(0, 10)}.${item.format}`;
  const downloadUrl =
    job?.status === "finished" ? await presigner.download(bucket, item.objectKey, name, DOWNLOAD_SECONDS) : undefined;
  return ok({ ...item, job, downloadUrl });
});
