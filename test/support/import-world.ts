import { Readable } from "node:stream";
import { ImportRun } from "../../functions/imports/import-run.ts";
import { runJob } from "../../shared/app/job-runner.ts";
import { fromStored, isOf } from "../../shared/db/entity.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import type { Table } from "../../shared/db/table.ts";
import { put, type Write } from "../../shared/db/writes.ts";
import { type Account, accounts } from "../../shared/entities/account.ts";
import { type Client, clients, type SubscriptionProof, subscriptionProofs } from "../../shared/entities/client.ts";
import { stampOf } from "../../shared/entities/client-stamp.ts";
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
import { lookupChanges } from "../../shared/projection/lookups.ts";
import { storedClient } from "../../shared/projection/stored-client.ts";
import { anAccountId } from "./a-client.ts";
import { testAccount } from "./campaigns/scenario.ts";
import { type Fate, type MemoryTable, memoryTable } from "./memory-table.ts";
import { stamped } from "./stamped.ts";

export interface Start {
  dryRun?: boolean;
  onConflict?: ConflictAction;
  decisions?: RowDecision[];
  /** Rows that are taken together. @default 500 */
  stepRows?: number;
  /** What becomes of the writes of the worker; it is started again until the job ends. */
  fate?: (call: number) => Fate;
  /** Told of a worker that died, before the next one begins. */
  died?: (job: Job) => Promise<void>;
}

export interface Imported {
  job: Job;
  counts: Record<string, number>;
  errors: JobItem[];
  conflicts: ImportConflict[];
}

const author = "mem_test";

interface World {
  account?: Partial<Account>;
  existing?: Client[];
  /** Where all of it is kept. */
  memory?: MemoryTable;
  /** The same as the workers of imports see it. */
  table?: Table;
  /** Whether the index of addresses and numbers follows after each import. @default true */
  follows?: boolean;
}

/** An account in memory that lists are imported into. */
export const importWorld = async ({
  account = {},
  existing = [],
  memory = memoryTable(),
  table = memory.table,
  follows = true,
}: World = {}) => {
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
    ...existing.map((client): Write => ({ do: "put", item: storedClient(client, stampOf(client)) })),
  ]);

  const stored = <T extends object>(kind: Parameters<typeof isOf<T>>[0]): T[] =>
    [...memory.items.values()].filter((item) => isOf(kind, item)).map((item) => fromStored(kind, item));
  const allClients = (): Client[] => stored(clients).sort((a, b) => (a.id < b.id ? -1 : 1));

  const project = async () => {
    if (!follows) return;
    for (const [place, item] of memory.items) if (item.entity === "lookup") memory.items.delete(place);
    for (const client of allClients())
      for (const lookup of lookupChanges(client.id, [undefined, stamped(client)]).joined)
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
      table,
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
      if (ended === "died") {
        now = new Date(now.getTime() + 120_000);
        await start.died?.(job);
      }
      if (ended === "ended" && !run.waits) break;
      if (ended === "ended") await new Promise((resolve) => setImmediate(resolve));
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
