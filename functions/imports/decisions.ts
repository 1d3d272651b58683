import type { AccountTable } from "../../shared/db/table.ts";
import type { ClientImport } from "../../shared/entities/import.ts";
import { importDecisions } from "../../shared/entities/import-conflict.ts";
import type { Decisions } from "./decide-row.ts";

/** What was decided for an import: of its rows in conflict, and of single rows. */
export const decisionsOf = async (db: AccountTable, item: ClientImport): Promise<Decisions> => {
  const kept = item.hasDecisions
    ? await db.get(importDecisions, importDecisions.keys({ accountId: item.accountId, importId: item.id, rows: [] }))
    : undefined;
  return { onConflict: item.onConflict, rows: new Map(kept?.rows.map((decision) => [decision.row, decision])) };
};
