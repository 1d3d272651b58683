import { ImportRun } from "../../functions/imports/import-run.ts";
import { runJob } from "../../shared/app/job-runner.ts";
import { systemClock } from "../../shared/clock.ts";
import { keys } from "../../shared/db/keys.ts";
import { type AccountTable, documentClient, openTable, type Table } from "../../shared/db/table.ts";
import { clients } from "../../shared/entities/client.ts";
import { jobs } from "../../shared/entities/job.ts";
import { sampleAccount } from "../support/sample-account.ts";
import { sampleImport } from "../support/sample-import.ts";
import { localClient } from "../support/table-engine.ts";
import { clientList, sizeOfList } from "./client-list.ts";

const throwing = (_: string, error: unknown): never => {
  throw error;
};

/** What a process of its own found out about one import. */
export interface ImportFindings {
  /** Of the whole import; where only the raw writes were to be measured, of these. */
  seconds: number;
  counts: Record<string, number>;
  /** Largest resident memory while it ran, in MiB. */
  peak: number;
}

const [mode = "import", url = "", tableName = "", name = "", count = "0"] = process.argv.slice(2);
const rows = Number(count);
const account = sampleAccount(name);
const table = openTable(documentClient(localClient(url)), tableName);

const { job, writes } = sampleImport(account);
await table.of(account.id).commit(writes);

/** Time that batches took, when everything else is left out: the clients are new, nobody needs to ask the table. */
let writing = 0;

const onlyWrites = (db: AccountTable): AccountTable => ({
  ...db,
  getMany: async (kind, wanted, options) =>
    kind.name === clients.name || kind.name === "lookup" ? [] : db.getMany(kind, wanted, options),
  async writeBatch(writes) {
    const from = performance.now();
    await db.writeBatch(writes);
    writing += performance.now() - from;
  },
});

const used: Table = mode === "raw" ? { ...table, of: (id) => onlyWrites(table.of(id)) } : table;
const log = { info: () => undefined, error: throwing, metric: () => undefined };
const open = async () => ({ body: clientList(account.id, rows, mode === "shared"), size: sizeOfList(rows) });
const run = new ImportRun(account.id, { table: used, clock: systemClock, open });

const from = performance.now();
await runJob(
  { table: used, clock: systemClock, log },
  {
    accountId: account.id,
    jobId: job.id,
    worker: "bench",
    lastTry: false,
    leaseSeconds: 900,
    step: (current) => run.step(current),
    hasTime: () => true,
    continueLater: async () => undefined,
  },
);
const whole = performance.now() - from;

const { counts = {}, status } = (await table.of(account.id).get(jobs, keys.of(account.id, job.id))) ?? {};
if (status !== "finished") throw new Error(`The import is ${status}.`);
const findings: ImportFindings = {
  seconds: (mode === "raw" ? writing : whole) / 1000,
  counts,
  peak: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(findings));
