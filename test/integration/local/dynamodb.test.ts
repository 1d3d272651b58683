import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Machine, openMachine } from "./support/open-machine.ts";

const table = "Clients";
const arn = `arn:aws:dynamodb:ca-central-1:000000000000:table/${table}`;
const item = { pk: { S: "a" }, sk: { S: "@" } };

let machine: Machine;
let writer: DynamoDBClient;
let reader: DynamoDBClient;

beforeAll(async () => {
  machine = await openMachine({
    withTable: true,
    roles: {
      writer: [
        { Effect: "Allow", Action: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:BatchWriteItem"], Resource: arn },
      ],
      reader: [
        { Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:Query"], Resource: [arn, `${arn}/index/gsi1`] },
        { Effect: "Allow", Action: "dynamodb:*", Resource: `${arn}-of-somebody-else` },
      ],
    },
  });
  writer = new DynamoDBClient(machine.as("writer"));
  reader = new DynamoDBClient(machine.as("reader"));
  const operator = new DynamoDBClient(machine.operator);
  await operator.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk", "gsi1pk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: ["gsi1", "gsi2"].map((IndexName) => ({
        IndexName,
        KeySchema: [{ AttributeName: "gsi1pk", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      })),
    }),
  );
});

afterAll(() => machine?.stop());

describe("a table behind the front door", () => {
  test("keeps what a function puts, and wakes the stream poller for it", async () => {
    const before = machine.told.writes;
    await writer.send(new PutItemCommand({ TableName: table, Item: item }));
    const { Item } = await reader.send(new GetItemCommand({ TableName: table, Key: item }));
    expect(Item).toEqual(item);
    expect(machine.told.writes).toBe(before + 1);
  });

  test("passes the engine's own refusals on, and wakes nobody for them", async () => {
    const before = machine.told.writes;
    const put = new PutItemCommand({ TableName: table, Item: item, ConditionExpression: "attribute_not_exists(pk)" });
    await expect(writer.send(put)).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    expect(machine.told.writes).toBe(before);
  });

  test("refuses an operation that the role does not grant, naming function, action and resource", async () => {
    await expect(reader.send(new PutItemCommand({ TableName: table, Item: item }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message:
        "User: arn:aws:sts::000000000000:assumed-role/reader-role/reader is not authorized to perform: dynamodb:PutItem " +
        `on resource: ${arn} because no identity-based policy allows the dynamodb:PutItem action`,
    });
  });

  test("asks for the permission of the index that is queried", async () => {
    const query = (IndexName: string) =>
      new QueryCommand({
        TableName: table,
        IndexName,
        KeyConditionExpression: "gsi1pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: "x" } },
      });
    await expect(reader.send(query("gsi1"))).resolves.toMatchObject({ Count: 0 });
    await expect(reader.send(query("gsi2"))).rejects.toThrow(`on resource: ${arn}/index/gsi2`);
  });

  test("asks for the permission of every write of a transaction", async () => {
    const transaction = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: table, Item: { pk: { S: "t" }, sk: { S: "@" } } } },
        { ConditionCheck: { TableName: table, Key: item, ConditionExpression: "attribute_exists(pk)" } },
      ],
    });
    await expect(writer.send(transaction)).rejects.toThrow("dynamodb:ConditionCheckItem");
  });

  test("asks for the permission of every table of a batch", async () => {
    const puts = [{ PutRequest: { Item: item } }];
    const batch = new BatchWriteItemCommand({ RequestItems: { [table]: puts, Other: puts } });
    await expect(writer.send(batch)).rejects.toThrow("table/Other");
  });

  test("knows no stranger, and no wrong secret", async () => {
    const stranger = new DynamoDBClient({
      ...machine.operator,
      credentials: { accessKeyId: "AKIANOBODY", secretAccessKey: "x" },
    });
    await expect(stranger.send(new GetItemCommand({ TableName: table, Key: item }))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    const { credentials, ...settings } = machine.as("reader");
    const forger = new DynamoDBClient({ ...settings, credentials: { ...credentials, secretAccessKey: "guessed" } });
    await expect(forger.send(new GetItemCommand({ TableName: table, Key: item }))).rejects.toMatchObject({
      name: "InvalidSignatureException",
    });
  });
});
