import { revised } from "../../shared/app/actor.ts";
import { newJob } from "../../shared/app/new-job.ts";
import { accepted, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { put, replace } from "../../shared/db/writes.ts";
import { clients } from "../../shared/entities/client.ts";
import { type ClientImport, imports } from "../../shared/entities/import.ts";
import { importDecisions, type RowDecision } from "../../shared/entities/import-conflict.ts";
import { AppError, invalid, noSuch } from "../../shared/errors.ts";
import { routes } from "./manifest.ts";
import { readField } from "./parse/client-fields.ts";
import { findImport, jobOf } from "./store.ts";

/** Starts the work on an uploaded file; again after a dry run, a failure, or to take in what has changed. */
export const startImport = useCase(routes.start, async ({ params, body, actor, db, now }, { ids }) => {
  const item = await findImport(db, params.id);
  const before = await jobOf(db, item, now);
  if (before?.status === "queued" || before?.status === "running")
    throw new AppError("conflict", "This import is running; wait until it has finished.");
  for (const [title, path] of Object.entries(body.mapping ?? {})) {
    if (path !== "" && !readField(path)) throw invalid(`/mapping/${title}`, `There is no field ${path}`);
  }
  const { decisions } = body;
  const twice = decisions?.findIndex(({ row }, at) => decisions.findIndex((other) => other.row === row) < at) ?? -1;
  if (twice >= 0) throw invalid(`/decisions/${twice}/row`, "This row is decided on twice");
  await mustExist(db, decisions);
  const onConflict = body.onConflict ?? item.onConflict;
  const mapping = body.mapping ?? item.mapping;
  const { job, write } = newJob({ kind: "import", input: { importId: item.id } }, actor, now, ids);
  const next: ClientImport = {
    ...item,
    ...(mapping ? { mapping } : {}),
    ...(onConflict ? { onConflict } : {}),
    ...(decisions ? { hasDecisions: decisions.length > 0 } : {}),
    // What the import was made for holds for a start that does not say it; not what another start did.
    dryRun: body.dryRun ?? item.triesFirst ?? false,
    jobId: job.id,
    ...revised(item, actor, now),
  };
  const { accountId, id: importId } = item;
  const kept = decisions?.length
    ? [put(importDecisions, { accountId, importId, rows: decisions as RowDecision[] })]
    : [];
  return accepted({ job }, [replace(imports, next, item), write, ...kept]);
});

/** @throws AppError `not-found` for a decision about a client that the account does not have */
const mustExist = async (db: AccountTable, decisions: readonly { clientId?: string | undefined }[] = []) => {
  const named = [...new Set(decisions.flatMap(({ clientId }) => clientId ?? []))];
  const found = await db.getMany(
    clients,
    named.map((id) => keys.of(db.accountId, id)),
    { fields: ["id"] },
  );
  const known = new Set<string>(found.map(({ id }) => id));
  const missing = decisions.findIndex(({ clientId }) => clientId !== undefined && !known.has(clientId));
  if (missing >= 0) throw noSuch("client", `/decisions/${missing}/clientId`);
};
