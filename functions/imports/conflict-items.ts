import { later } from "../../shared/clock.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { put } from "../../shared/db/writes.ts";
import { importConflicts } from "../../shared/entities/import-conflict.ts";
import type { Job } from "../../shared/entities/job.ts";
import type { RowConflict } from "./rows-taken.ts";

/** As long as the errors of an import. */
const KEPT_SECONDS = 30 * 24 * 3600;
/** A row may contradict many clients: these are enough to decide. */
const MOST_CLIENTS = 10;

/** Keeps the rows that somebody should look at; a repeated step writes the same ones again. */
export const saveConflicts = async (
  db: AccountTable,
  { id: jobId, accountId }: Job,
  conflicts: readonly RowConflict[],
  now: Date,
): Promise<void> => {
  if (conflicts.length === 0) return;
  const ttl = Math.floor(later(now, KEPT_SECONDS).getTime() / 1000);
  await db.writeBatch(
    conflicts.map(({ row, reason, clients, action }) =>
      put(importConflicts, {
        accountId,
        jobId,
        row,
        reason,
        clientIds: clients.slice(0, MOST_CLIENTS).map(({ id }) => id),
        ...(action ? { action } : {}),
        ttl,
      }),
    ),
  );
};
