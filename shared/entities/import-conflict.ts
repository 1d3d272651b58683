import { type Entity, entity } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";

/**
 * Why a row needs a look: its id, address or number is that of a client of another name (`name`) or e-mail (`email`);
 * its id is that of somebody else altogether (`id`); it says too little to tell several clients apart (`unclear`); or it
 * says other things than an earlier row about the same client (`repeated`).
 */
export const conflictReasons = ["name", "email", "id", "unclear", "repeated"] as const;
export type ConflictReason = (typeof conflictReasons)[number];

/** What to do with a row in conflict: a client of its own, a change of the client that it contradicts, nothing. */
export const conflictActions = ["create", "update", "skip"] as const;
export type ConflictAction = (typeof conflictActions)[number];

/** A row of an import that contradicts a client, and what was done with it. Holds no data of persons but ids. */
export interface ImportConflict {
  accountId: AccountId;
  jobId: Id<"job">;
  row: number;
  reason: ConflictReason;
  /** The clients that the row may mean, likeliest first. */
  clientIds: ClientId[];
  /** None where the row was left out until somebody decides. */
  action?: ConflictAction;
  ttl: number;
}

const placeOf = (row: number): string => `CONFLICT#${String(row).padStart(9, "0")}`;

export const importConflicts: Entity<ImportConflict> = entity("import_conflict", ({ accountId, jobId, row }) =>
  keys.part(accountId, jobId, placeOf(row)),
);

/** What somebody decided of one row of a file. */
export interface RowDecision {
  row: number;
  action: ConflictAction;
  /** For `update`: which client, where the row does not say it clearly. */
  clientId?: ClientId;
}

/** The decisions that an import was started with last; kept for the next start. */
export interface ImportDecisions {
  accountId: AccountId;
  importId: Id<"import">;
  rows: RowDecision[];
}

export const importDecisions: Entity<ImportDecisions> = entity("import_decisions", ({ accountId, importId }) =>
  keys.part(accountId, importId, "DECISIONS"),
);
