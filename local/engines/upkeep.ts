import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { EngineError, jsonService } from "../provision/engine-call.ts";
import { type ExpiredItem, expiredItems } from "./expired-items.ts";
import { trimStream } from "./stream-retention.ts";

const firstAfterMs = 10 * 60_000;
const everyMs = 60 * 60_000;
const daySeconds = 86_400;

interface Upkeep {
  file: string;
  url: string;
}

/**
 * Does once an hour what DynamoDB does by itself and this engine does not: stream records older than a day are trimmed,
 * and items whose time to live is over are deleted. In a thread of its own, since SQLite makes its caller wait.
 */
export const startUpkeep = (file: string, url: string): { stop(): Promise<void> } => {
  const upkeep: Upkeep = { file, url };
  const worker = new Worker(new URL(import.meta.url), { execArgv: [], workerData: { upkeep } });
  worker.unref();
  // What failed today is done with the next start: the stack runs without it.
  worker.on("error", () => undefined);
  return {
    async stop() {
      await worker.terminate();
    },
  };
};

const watch = async ({ file, url }: Upkeep): Promise<void> => {
  await pause(firstAfterMs);
  for (;;) {
    await keepUp({ file, url }).catch((error: Error) => {
      if (!(error instanceof EngineError || /locked|busy|full|ECONN/.test(error.message))) throw error;
    });
    await pause(everyMs);
  }
};

/** One round. */
export const keepUp = async ({ file, url }: Upkeep): Promise<void> => {
  const database = new DatabaseSync(file, { timeout: 5000 });
  const now = Math.floor(Date.now() / 1000);
  const dynamodb = jsonService(url, { region: "local", service: "dynamodb", target: "DynamoDB_20120810" });
  try {
    trimStream(database, now - daySeconds);
    for (const page of expiredItems(database, now))
      for (const item of page) await dynamodb("DeleteItem", deletionOf(item)).catch(unlessChanged);
  } finally {
    database.close();
  }
};

if (!isMainThread && workerData?.upkeep) await watch(workerData.upkeep);

/** Unless somebody has written it meanwhile. */
const deletionOf = ({ TableName, Key, attribute, at }: ExpiredItem) => ({
  TableName,
  Key,
  ConditionExpression: "#ttl = :at",
  ExpressionAttributeNames: { "#ttl": attribute },
  ExpressionAttributeValues: { ":at": at },
});

const unlessChanged = (error: unknown): void => {
  if (!(error instanceof EngineError && error.code === "ConditionalCheckFailedException")) throw error;
};
