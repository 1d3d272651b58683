import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { scratch } from "../../bench/support/scratch.ts";
import { startDynamoDb } from "../../local/engines/dynamodb.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the engine of the table answers, when the project started one for all its files. */
    dynamoDbUrl: string;
  }
}

/** The engine of the table with nothing in it, its files in memory: no test of a feature needs a disk. */
export const startTestDynamoDb = async () => {
  const folder = await mkdtemp(join(scratch, "clientele-test-"));
  const engine = await startDynamoDb({ dataDir: folder, cacheDir: ".cache", log: () => undefined });
  return {
    url: engine.url,
    stop: async () => {
      await engine.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** As a `globalSetup` of a vitest project: one engine for all files instead of one each. */
export const setup = async (project: TestProject) => {
  const engine = await startTestDynamoDb();
  project.provide("dynamoDbUrl", engine.url);
  return engine.stop;
};
