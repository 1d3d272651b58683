import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { CreateTableCommand, DynamoDBClient, type KeySchemaElement } from "@aws-sdk/client-dynamodb";
import { scratch } from "./scratch.ts";

const root = resolve(import.meta.dirname, "../..");
/** The one-machine stack's own engine, in a process of its own: it says where it answers and ends with its input. */
const engine = `
  import { startDynamoDb } from "./local/engines/dynamodb.ts";
  const { url, stop } = await startDynamoDb({ dataDir: process.argv[1], cacheDir: ".cache", log: () => undefined });
  console.log(url);
  process.stdin.on("end", () => void stop()).resume();
`;

export interface RunningEngine {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts the engine of the table with an empty folder, which goes when it stops.
 * @param within where: memory, if the machine has enough
 */
export const startTableEngine = async (within = scratch): Promise<RunningEngine> => {
  const folder = await mkdtemp(join(within, "clientele-bench-"));
  const child = spawn(process.execPath, ["--input-type=module", "-e", engine, folder], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [url] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(() => Promise.reject(new Error("The engine of the table did not start."))),
  ]);
  return {
    url: String(url),
    async stop() {
      const gone = once(child, "exit");
      child.stdin.end();
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A client of the engine, which believes any key. */
export const localClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: "ca-central-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  });

const indexes = ["gsi1", "gsi2", "gsi3"];

/** An empty table with the keys and indexes of the deployed one (lib/stacks/data-stack.ts). */
export const createTable = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  const names = ["pk", "sk", ...indexes.flatMap((index) => [`${index}pk`, `${index}sk`])];
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: keySchema("pk", "sk"),
      GlobalSecondaryIndexes: indexes.map((IndexName) => ({
        IndexName,
        KeySchema: keySchema(`${IndexName}pk`, `${IndexName}sk`),
        Projection: { ProjectionType: "ALL" },
      })),
    }),
  );
};

const keySchema = (hash: string, range: string): KeySchemaElement[] => [
  { AttributeName: hash, KeyType: "HASH" },
  { AttributeName: range, KeyType: "RANGE" },
];
