import { listed, ok, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { imports } from "../../shared/entities/import.ts";
import { importConflicts } from "../../shared/entities/import-conflict.ts";
import { jobItems } from "../../shared/entities/job.ts";
import { routes } from "./manifest.ts";
import { presentImport } from "./present.ts";
import { findImport, jobOf } from "./store.ts";

export const getImport = useCase(routes.get, async ({ params, db, now }) => {
  const item = await findImport(db, params.id);
  return ok(presentImport(item, await jobOf(db, item, now)));
});

export const listImports = useCase(routes.list, async ({ db, page, now }) => {
  const found = await db.list(imports, partitions.list(db.accountId, "IMPORTS"), { ...page, newestFirst: true });
  const states = await Promise.all(found.items.map((item) => jobOf(db, item, now)));
  const items = found.items.map((item, index) => presentImport(item, states[index]));
  return listed({ ...found, items }, (item) => item);
});

/** Errors sort by their row; those of the latest start only. */
export const listErrors = useCase(routes.errors, async ({ params, db, page }) => {
  const { jobId } = await findImport(db, params.id);
  if (!jobId) return ok({ data: [] });
  const found = await db.list(jobItems, partitions.self(db.accountId, jobId), { ...page, prefix: "ITEM#" });
  return listed(found, ({ item, status, column, value, message = "" }) => ({
    row: Number(item),
    imported: status === "incomplete",
    column,
    value,
    message,
  }));
});

/** Rows that contradict somebody, in their order; those of the latest start only. */
export const listConflicts = useCase(routes.conflicts, async ({ params, db, page }) => {
  const { jobId } = await findImport(db, params.id);
  if (!jobId) return ok({ data: [] });
  const partition = partitions.self(db.accountId, jobId);
  const found = await db.list(importConflicts, partition, { ...page, prefix: "CONFLICT#" });
  return listed(found, ({ row, reason, clientIds, action = "none" as const }) => ({ row, reason, clientIds, action }));
});
