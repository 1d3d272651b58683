import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { partitions } from "../../shared/db/keys.ts";
import { chunksOf, documentClient } from "../../shared/db/table.ts";
import type { AccountId } from "../../shared/ids.ts";
import { inParallel } from "../../shared/in-parallel.ts";

const BATCH = 25;
/** Calls at a time: an import writes 500 rows at once. */
const AT_ONCE = 20;

type Item = Record<string, unknown>;

/** How long the client items of an account take to be written by a bare BatchWrite, and nothing else, in milliseconds. */
export const bareWrites = async (url: string, account: string): Promise<number> => {
  const client = documentClient(
    new DynamoDBClient({
      endpoint: url,
      region: "ca-central-1",
      credentials: { accessKeyId: "operator", secretAccessKey: "operator" },
    }),
  );
  const { TableNames: [table = ""] = [] } = await client.send(new ListTablesCommand({}));
  const copies = (await clientItems(client, table, account)).map((item) => copyOf(item, account));
  const from = performance.now();
  await inParallel(AT_ONCE, chunksOf(copies, BATCH), async (chunk) => {
    let requests = chunk.map((Item) => ({ PutRequest: { Item } }));
    while (requests.length > 0) {
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
      requests = (answer.UnprocessedItems?.[table] ?? []) as typeof requests;
    }
  });
  return performance.now() - from;
};

const clientItems = async (client: DynamoDBDocumentClient, TableName: string, account: string): Promise<Item[]> => {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const answer = await client.send(
      new QueryCommand({
        TableName,
        IndexName: "gsi2",
        KeyConditionExpression: "gsi2pk = :list",
        ExpressionAttributeValues: { ":list": partitions.list(account as AccountId, "CLIENTS#active").pk },
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    items.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
  } while (start);
  return items;
};

/** The same item, as long, in no account that anybody follows. */
const copyOf = (item: Item, account: string): Item => ({
  ...JSON.parse(JSON.stringify(item).replaceAll(account, account.replace(/^acc/, "cca"))),
  entity: "copied",
});
