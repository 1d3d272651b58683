import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startDynamoDb } from "../../local/engines/dynamodb.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where DynamoDB Local answers, when the project started one for all its files. */
    dynamoDbUrl: string;
  }
}

/** DynamoDB Local with its tables in a folder that goes when it stops. */
export const startTestDynamoDb = async () => {
  const folder = await mkdtemp(join(tmpdir(), "clientele-test-"));
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
