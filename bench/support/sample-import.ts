import { put, type Write } from "../../shared/db/writes.ts";
import { type Account, accounts } from "../../shared/entities/account.ts";
import { type ClientImport, imports } from "../../shared/entities/import.ts";
import { type Job, jobs } from "../../shared/entities/job.ts";
import { ulids } from "../../shared/ids.ts";

/** An import of clients that was asked for in an account, with its job. */
export const sampleImport = (account: Account): { job: Job; writes: Write[] } => {
  const { version, createdAt, createdBy, updatedAt, updatedBy, source } = account;
  const provenance = { version, createdAt, createdBy, updatedAt, updatedBy, source };
  const item: ClientImport = {
    id: ulids.next("import"),
    accountId: account.id,
    kind: "clients",
    fileName: "clients.csv",
    format: "auto",
    objectKey: "clients.csv",
    dryRun: false,
    ...provenance,
  };
  const job: Job = {
    id: ulids.next("job"),
    accountId: account.id,
    kind: "import",
    status: "queued",
    progress: { done: 0, total: 0 },
    counts: {},
    input: { importId: item.id },
    ...provenance,
    createdAt: new Date().toISOString(),
  };
  return { job, writes: [put(accounts, account), put(imports, item), put(jobs, job)] };
};
