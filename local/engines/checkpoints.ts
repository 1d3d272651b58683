import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { isMainThread, Worker, workerData } from "node:worker_threads";

/** Larger than this the log is emptied: a second of a large import. */
const MOST_BYTES = 32 * 1024 * 1024;
const EVERY_MS = 1000;
/** The engine's own write goes first. */
const PATIENCE_MS = 1000;

/**
 * DynamoDB Local never moves its write-ahead log into its database: an import of a list of 100,000 clients left 20 GB.
 * A thread of its own does so while the engine runs, some 20 ms at a time.
 */
export function keepLogSmall(file: string): { stop(): Promise<void> } {
  const worker = new Worker(new URL(import.meta.url), { execArgv: [], workerData: { checkpointed: file } });
  worker.unref();
  return {
    async stop() {
      await worker.terminate();
    },
  };
}

if (!isMainThread && workerData?.checkpointed) watch(String(workerData.checkpointed));

function watch(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}`);
  setInterval(() => {
    const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
    if (log && log.size > MOST_BYTES) tryCheckpoint(database);
  }, EVERY_MS);
}

/** An engine that is too busy is left alone until the next time. */
function tryCheckpoint(database: DatabaseSync): void {
  try {
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    if (!(error instanceof Error && /locked|busy/.test(error.message))) throw error;
  }
}
