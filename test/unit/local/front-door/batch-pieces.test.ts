import { describe, expect, test } from "vitest";
import type { AwsCall } from "../../../../local/front-door/calls.ts";
import { piecesOf } from "../../../../local/front-door/services/batch-pieces.ts";

const callOf = (input: Record<string, unknown>): AwsCall => ({
  service: "dynamodb",
  operation: "BatchWriteItem",
  method: "POST",
  path: "/",
  query: "",
  headers: { "x-amz-target": "DynamoDB_20120810.BatchWriteItem" },
  parameters: new URLSearchParams(),
  body: Buffer.from(JSON.stringify(input)),
  input,
});
const put = (pk: number) => ({ PutRequest: { Item: { pk: { S: String(pk) }, sk: { S: "@" }, name: { S: "Zoé" } } } });
const remove = (pk: number) => ({ DeleteRequest: { Key: { pk: { S: String(pk) }, sk: { S: "@" } } } });
const batch = (items: object[], others: object = {}) => callOf({ RequestItems: { Table: items }, ...others });
const puts = (count: number) => Array.from({ length: count }, (_, number) => put(number));
const keyNames = (table: string) => (table === "Table" ? ["pk", "sk"] : undefined);

const itemsOf = ({ body }: AwsCall) => JSON.parse(body.toString()).RequestItems.Table;

describe("a batch of writes", () => {
  test("is handed on in pieces, which together are the batch", () => {
    const items = [...puts(20), ...[20, 21, 22, 23, 24].map(remove)];
    const pieces = piecesOf(batch(items), keyNames) ?? [];
    expect(pieces.map((piece) => itemsOf(piece).length)).toEqual([8, 8, 8, 1]);
    expect(pieces.flatMap(itemsOf)).toEqual(items);
    expect(pieces[0]).toMatchObject({
      operation: "BatchWriteItem",
      input: { RequestItems: { Table: items.slice(0, 8) } },
    });
  });

  test.each([
    ["is short", batch(puts(8))],
    ["is too long, which is refused as a whole", batch(puts(26))],
    ["names an item twice, which is refused as a whole", batch([...puts(10), remove(3)])],
    ["asks what it costs", batch(puts(20), { ReturnConsumedCapacity: "TOTAL" })],
    ["is for two tables", callOf({ RequestItems: { Table: puts(20), Other: puts(2) } })],
    ["is for a table that nobody declared", callOf({ RequestItems: { Other: puts(20) } })],
    ["cannot be read", callOf({ RequestItems: { Table: "all" } })],
  ])("stays whole where it %s", (_, call) => {
    expect(piecesOf(call, keyNames)).toBeUndefined();
  });
});
