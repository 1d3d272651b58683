import { randomBytes } from "node:crypto";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, inject } from "vitest";
import { documentClient, openTable, type Table } from "../../shared/db/table.ts";
import { lazy } from "../../shared/lazy.ts";
import { startTestDynamoDb } from "./dynamodb-server.ts";

export interface TestTable {
  table: Table;
  /** For what the table layer does not offer: scans, streams, capacity. */
  client: DynamoDBDocumentClient;
  tableName: string;
}

const engineUrl = lazy(async () => {
  const shared: string | undefined = inject("dynamoDbUrl");
  if (shared) return shared;
  const engine = await startTestDynamoDb();
  afterAll(engine.stop);
  return engine.url;
});

/**
 * An empty table with the keys, indexes and stream of the deployed one, in an engine. Call it at the top of a test
 * file (`const { table } = await testTable()`): the engine stops when the file is done.
 */
export const testTable = async (): Promise<TestTable> => {
  const bare = new DynamoDBClient({
    endpoint: await engineUrl(),
    region: "ca-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const tableName = `test-${randomBytes(6).toString("hex")}`;
  await bare.send(createTable(tableName));
  const client = documentClient(bare);
  return { table: openTable(client, tableName), client, tableName };
};

const indexes = ["gsi1", "gsi2", "gsi3"] as const;

const createTable = (TableName: string) => {
  const names = ["pk", "sk", ...indexes.flatMap((index) => [`${index}pk`, `${index}sk`])];
  return new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: keySchema("pk", "sk"),
    GlobalSecondaryIndexes: indexes.map((IndexName) => ({
      IndexName,
      KeySchema: keySchema(`${IndexName}pk`, `${IndexName}sk`),
      Projection: { ProjectionType: "ALL" },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
};

const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: "HASH" as const },
  { AttributeName: range, KeyType: "RANGE" as const },
];
