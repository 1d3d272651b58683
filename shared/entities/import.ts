import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import type { ConflictAction } from "./import-conflict.ts";

/** A client list that somebody brings: the file, how its columns are read, and the job that works through it. */
export interface ClientImport extends Provenance {
  id: Id<"import">;
  accountId: AccountId;
  kind: "clients";
  fileName: string;
  format: "auto" | "csv" | "xlsx" | "google_contacts" | "ods" | "html" | "xml" | "vcard";
  /** Where the file is uploaded to. */
  objectKey: string;
  /** Column title → field; proposed from the titles where nobody said otherwise. */
  mapping?: Record<string, string>;
  /** Titles of columns that are left out. */
  unmapped?: string[];
  /** Whether the latest start only tries. */
  dryRun: boolean;
  /** What a start does that does not say whether it only tries. */
  triesFirst?: boolean;
  /** What is done with rows in conflict, where somebody said it for the whole file. */
  onConflict?: ConflictAction;
  /** Single rows were decided on. */
  hasDecisions?: boolean;
  /** The job of the latest start; none while the file is awaited. */
  jobId?: Id<"job">;
}

export const imports: Entity<ClientImport> = entity("import", (item) => ({
  ...keys.of(item.accountId, item.id),
  gsi2pk: partitions.list(item.accountId, "IMPORTS").pk,
  gsi2sk: item.id,
}));

/**
 * How long lists that came in or went out are kept as files: the bucket forgets them by itself, by how their keys begin
 * (lib/constructs/upload-buckets.ts).
 */
export const LIST_FILE_DAYS = 30;
export const importFile = (account: AccountId, id: Id<"import">): string => `imports/${account}/${id}`;
export const exportFile = (account: AccountId, id: Id<"export">, extension: "csv" | "zip"): string =>
  `exports/${account}/${id}.${extension}`;

/** All clients, or those of a filter, as a file to download; or all that is kept about one person. */
export interface ClientExport extends Provenance {
  id: Id<"export">;
  accountId: AccountId;
  kind: "clients" | "person";
  format: "csv" | "zip";
  /** The person, for what was made for them. */
  clientId?: ClientId;
  objectKey: string;
  jobId: Id<"job">;
}

export const exports: Entity<ClientExport> = entity("export", (item) => ({
  ...keys.of(item.accountId, item.id),
  gsi2pk: partitions.list(item.accountId, "EXPORTS").pk,
  gsi2sk: item.id,
}));

/** The part of an account in which imports note the clients that they are about to make. */
export const PENDING_CLIENTS = "IMPORT_PENDING";
