import type { AccountTable } from "../../shared/db/table.ts";
import type { Account } from "../../shared/entities/account.ts";
import type { Client, ClientType } from "../../shared/entities/client.ts";
import type { ConflictAction } from "../../shared/entities/import-conflict.ts";
import type { ClientId } from "../../shared/ids.ts";
import type { ClientTypes } from "./client-types.ts";
import type { Conflict, Decisions } from "./decide-row.ts";
import type { KnownClients } from "./known-clients.ts";
import type { ImportedClient, RowError } from "./parse/imported-client.ts";
import type { Telling } from "./row-refusals.ts";

export interface ReadRow {
  row: number;
  client: ImportedClient;
  /** The one that the row names. */
  type: ClientType | undefined;
}

export interface TakeTerms extends Telling {
  db: AccountTable;
  account: Account;
  /** Who started the import. */
  author: string;
  importId: string;
  jobId: string;
  dryRun: boolean;
  decisions: Decisions;
  /** After when a worker that died may have written some of these rows; undefined where none can have. */
  repeatedSince?: string | undefined;
  known: KnownClients;
  types: Pick<ClientTypes, "withId">;
  now: Date;
  /** Called when all is decided and nothing is written yet: what can be done meanwhile begins here. */
  whileWriting?: () => void;
}

export interface RowConflict extends Conflict {
  row: number;
  action: ConflictAction | undefined;
}

export type Outcome = "created" | "updated" | "unchanged";

export interface Taken extends Record<Outcome | "skipped", number> {
  /** Rows that were not taken, and why. */
  failed: RowError[];
  /** Cells that were left out of rows that were. */
  leftOut: RowError[];
  conflicts: RowConflict[];
  /** Rows that are about nobody, for want of a decision or because something else is wrong with them. */
  aboutNobody: ReadRow[];
  /** Something was written of which lists, search and counters tell only once the stream has been followed. */
  leftToStream: boolean;
  /** Whom each row is about, of those that were taken. */
  clientOf: Map<number, ClientId>;
}

/** A client as the rows of one step leave it. */
export interface Change {
  before: Client | undefined;
  after: Client;
  rows: { row: ReadRow; outcome: Outcome }[];
}
