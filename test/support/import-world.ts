import { Readable } from "node:stream";
import { ImportRun } from "../../functions/imports/import-run.ts";
import { runJob } from "../../shared/app/job-runner.ts";
import { fromStored, isOf } from "../../shared/db/entity.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import { put } from "../../shared/db/writes.ts";
import { type Account, accounts } from "../../shared/entities/account.ts";
import { type Client, clients, type SubscriptionProof, subscriptionProofs } from "../../shared/entities/client.ts";
import { clientProjection } from "../../shared/entities/client-projection.ts";
import { type ClientImport, imports } from "../../shared/entities/import.ts";
import {
  type ConflictAction,
  type ImportConflict,
  importConflicts,
  importDecisions,
  type RowDecision,
} from "../../shared/entities/import-conflict.ts";
import { type Job, type JobItem, jobItems, jobs } from "../../shared/entities/job.ts";
import { addToLookup } from "../../shared/entities/lookup.ts";
import { derivedId, type Id } from "../../shared/ids.ts";
import { anAccountId } from "./a-client.ts";
import { testAccount } from "./campaigns/scenario.ts";
import { type Fate, memoryTable } from "./memory-table.ts";

export interface Start {
  dryRun?: boolean;
  onConflict?: ConflictAction;
  decisions?: RowDecision[];
  /** Rows that are taken together. @default 500 */
  stepRows?: number;
  /** What becomes of the writes of the worker; it is started again until the job ends. */
  fate?: (call: number) => Fate;
}

export interface Imported {
  job: Job;
  counts: Record<string, number>;
  errors: JobItem[];
  conflicts: ImportConflict[];
}

const author = "mem_test";

/** An account in memory that lists are imported into. The index of addresses and numbers follows after each import. */
export const importWorld = async ({
  account = {},
  existing = [],
}: {
  account?: Partial<Account>;
  existing?: Client[];
} = {}) => {
  const memory = memoryTable();
  const db = memory.table.of(anAccountId);
  let now = new Date("2026-03-03T08:00:00.000Z");
  const provenance = () => ({
    version: 1,
    createdAt: now.toISOString(),
    createdBy: author,
    updatedAt: now.toISOString(),
    updatedBy: author,
    source: "app",
  });
  await db.writeBatch([
    put(accounts, testAccount({ id: anAccountId, country: "CA", language: "fr", ...account })),
    ...existing.map((client) => put(clients, client)),
  ]);

  const stored = <T extends object>(kind: Parameters<typeof isOf<T>>[0]): T[] =>
    [...memory.items.values()].filter((item) => isOf(kind, item)).map((item) => fromStored(kind, item));
  const allClients = (): Client[] => stored(clients).sort((a, b) => (a.id < b.id ? -1 : 1));

  const project = async () => {
    for (const [place, item] of memory.items) if (item.entity === "lookup") memory.items.delete(place);
    for (const client of allClients())
      for (const lookup of clientProjection(client).lookups)
        await db.commit([addToLookup(anAccountId, lookup, client.id)]);
  };
  await project();

  let count = 0;
  const importText = async (text: string, start: Start = {}): Promise<Imported> => {
    count += 1;
    now = new Date(now.getTime() + 60_000);
    const importId: Id<"import"> = derivedId("import", String(count));
    const item: ClientImport = {
      id: importId,
      accountId: anAccountId,
      kind: "clients",
      fileName: "clients.csv",
      format: "auto",
      objectKey: "clients.csv",
      dryRun: start.dryRun ?? false,
      ...(start.onConflict ? { onConflict: start.onConflict } : {}),
      ...(start.decisions ? { hasDecisions: true } : {}),
      ...provenance(),
    };
    const job: Job = {
      id: derivedId("job", String(count)),
      accountId: anAccountId,
      kind: "import",
      status: "queued",
      progress: { done: 0, total: 0 },
      counts: {},
      input: { importId },
      ...provenance(),
    };
    await db.writeBatch([
      put(imports, item),
      put(jobs, job),
      ...(start.decisions ? [put(importDecisions, { accountId: anAccountId, importId, rows: start.decisions })] : []),
    ]);
    const calls = memory.calls;
    memory.fate = (call) => start.fate?.(call - calls) ?? "done";
    const deps = {
      table: memory.table,
      clock: {
        now: () => {
          now = new Date(now.getTime() + 1);
          return now;
        },
      },
      log: { info: () => undefined, error: () => undefined, metric: () => undefined },
      open: async () => ({ body: Readable.from([Buffer.from(text)]), size: Buffer.byteLength(text) }),
      ...(start.stepRows ? { stepRows: start.stepRows } : {}),
    };
    for (let worker = 1; ; worker++) {
      const run = new ImportRun(anAccountId, deps);
      const ended = await runJob(deps, {
        accountId: anAccountId,
        jobId: job.id,
        worker: String(worker),
        lastTry: false,
        leaseSeconds: 90,
        step: (current) => run.step(current),
        hasTime: () => !run.waits,
        continueLater: async () => undefined,
      })
        .then(() => (run.waits ? undefined : run.leave(job.id)))
        .then(
          () => "ended" as const,
          (error: unknown) => {
            if (!(error instanceof Error && "code" in error && error.code === "ECONNRESET")) throw error;
            return "died" as const;
          },
        );
      if (ended === "died") now = new Date(now.getTime() + 120_000);
      else if (!run.waits) break;
      else await new Promise((resolve) => setImmediate(resolve));
    }
    memory.fate = () => "done";
    await project();
    const { items: errors } = await db.list(jobItems, partitions.self(anAccountId, job.id), {
      limit: 10_000,
      prefix: "ITEM#",
    });
    const { items: conflicts } = await db.list(importConflicts, partitions.self(anAccountId, job.id), {
      limit: 10_000,
      prefix: "CONFLICT#",
    });
    const done = await db.get(jobs, keys.of(anAccountId, job.id));
    if (!done) throw new Error("The job is gone.");
    return { job: done, counts: done.counts, errors, conflicts };
  };

  return {
    db,
    memory,
    importText,
    project,
    clients: allClients,
    /** The client of a name; there must be one. */
    client(name: string): Client {
      const [found, ...more] = allClients().filter((client) => client.name === name);
      if (!found || more.length > 0) throw new Error(`${more.length + (found ? 1 : 0)} clients are called ${name}.`);
      return found;
    },
    proofs: (): SubscriptionProof[] => stored(subscriptionProofs),
  };
};
