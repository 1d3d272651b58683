import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningDynamoDb, startDynamoDb } from "../../../local/engines/dynamodb.ts";
import { openStreamFile } from "../../../local/engines/stream-file.ts";
import { jsonService } from "../../../local/provision/engine-call.ts";
import type { StreamRecord } from "../../../local/sources/batch-plan.ts";

const region = "ca-central-1";
const all = () => true;

let dataDir = "";
let engine: RunningDynamoDb;
let client: DynamoDBClient;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "stream-file-"));
  engine = await startDynamoDb({ dataDir, cacheDir: resolve(".cache"), log: () => undefined });
  client = new DynamoDBClient({
    endpoint: engine.url,
    region,
    credentials: { accessKeyId: "operator", secretAccessKey: "operator" },
  });
  for (const TableName of ["Followed", "Other"])
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      }),
    );
  const put = (TableName: string, pk: string, entity: string) =>
    client.send(
      new PutItemCommand({ TableName, Item: { pk: { S: pk }, entity: { S: entity }, name: { S: 'Zoé "Z"' } } }),
    );
  await put("Followed", "a", "client");
  await put("Other", "a", "client");
  await put("Followed", "b", "find");
  await put("Followed", "a", "client");
  await client.send(new DeleteItemCommand({ TableName: "Followed", Key: { pk: { S: "a" } } }));
  const many = Array.from({ length: 25 }, (_, number) => ({
    PutRequest: { Item: { pk: { S: `m${number}` }, count: { N: String(number) }, words: { SS: ["x", "y"] } } },
  }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { Followed: many } }));
});
afterAll(async () => {
  await engine.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** What the engine itself answers. */
const asked = async (): Promise<StreamRecord[]> => {
  const streams = jsonService(engine.url, { region, service: "dynamodb", target: "DynamoDBStreams_20120810" });
  const { Streams } = await streams<{ Streams: { StreamArn: string }[] }>("ListStreams", { TableName: "Followed" });
  const StreamArn = Streams[0]?.StreamArn;
  const { StreamDescription } = await streams<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
    "DescribeStream",
    { StreamArn },
  );
  const ShardId = StreamDescription.Shards[0]?.ShardId;
  const position = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
  const { ShardIterator } = await streams<{ ShardIterator: string }>("GetShardIterator", position);
  return (await streams<{ Records: StreamRecord[] }>("GetRecords", { ShardIterator })).Records;
};

describe("the stream in the engine's file", () => {
  test("says what the engine says of it, in the same order, while the engine runs", async () => {
    const stream = openStreamFile(engine.file, "Followed");
    const { records, last } = stream.after(0, 1000, all);
    const expected = await asked();
    expect(expected).toHaveLength(29);
    expect(expected).toMatchObject(records);
    expect(String(last)).toBe(expected.at(-1)?.dynamodb.SequenceNumber);
    stream.close();
  });

  test("is read on from any record, a page at a time", () => {
    const stream = openStreamFile(engine.file, "Followed");
    const { records } = stream.after(0, 1000, all);
    const pages: StreamRecord[] = [];
    let [from, last]: [number, number | undefined] = [0, 0];
    for (; last !== undefined; from = last ?? from) {
      const page = stream.after(from, 7, all);
      pages.push(...page.records);
      last = page.last;
    }
    expect(pages).toEqual(records);
    stream.close();
  });

  test("passes by what nobody wants, and says how far it has looked", () => {
    const stream = openStreamFile(engine.file, "Followed");
    const { records, last } = stream.after(0, 4, (image) => image.includes('"find"'));
    expect(records.map(({ dynamodb }) => dynamodb.Keys)).toEqual([{ pk: { S: "b" } }]);
    expect(last).toBe(4);
    stream.close();
  });
});
