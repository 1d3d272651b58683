import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { isMainThread, Worker, workerData } from "node:worker_threads";

/** A log larger than this is emptied: a second of a large import. */
const MOST_BYTES = 32 * 1024 * 1024;
const EVERY_MS = 1000;
/** Each round moves what was written during the one before: after a few there is nothing, between two writes. */
const MOST_ROUNDS = 50;

/**
 * DynamoDB Local never moves its write-ahead log into its database: an import of a list of 100,000 clients left 20 GB.
 * A thread of its own does so while the engine runs. Once all of it is moved, the engine's next write begins the log anew,
 * in the same file. The file is not cut off: that keeps the engine from writing, and it answers 500 to who tries.
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
  setInterval(() => {
    const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
    if (log && log.size > MOST_BYTES) tryCheckpoint(database);
  }, EVERY_MS);
}

/** An engine that is too busy is left alone until the next time. */
function tryCheckpoint(database: DatabaseSync): void {
  const passive = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");
  try {
    let moved: unknown;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      // As the log was when the round began: only one that had nothing to move has moved all.
      const told = passive.get();
      if (told?.checkpointed === moved) return;
      moved = told?.checkpointed;
    }
  } catch (error) {
    if (!(error instanceof Error && /locked|busy/.test(error.message))) throw error;
  }
}
