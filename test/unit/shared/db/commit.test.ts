import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { commitWrites, TransactionRefused } from "../../../../shared/db/commit.ts";
import { present } from "../../../../shared/db/conditions.ts";
import type { Write } from "../../../../shared/db/writes.ts";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const dynamodb = mockClient(client);
beforeEach(() => void dynamodb.reset());

const aPut = (pk: string): Write => ({ do: "put", item: { pk, sk: "@", entity: "thing" }, when: present });
const metadata = { $metadata: {}, message: "" };
const conflict = new TransactionConflictException(metadata);
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ ...metadata, CancellationReasons: codes.map((Code) => ({ Code })) });

describe("committing writes", () => {
  it("waits for somebody else's transaction on the same item, for one write as for several", async () => {
    dynamodb.on(PutCommand).rejectsOnce(conflict).resolves({});
    dynamodb.on(TransactWriteCommand).rejectsOnce(cancelled("None", "TransactionConflict")).resolves({});
    await commitWrites(client, "table", [aPut("a")]);
    await commitWrites(client, "table", [aPut("a"), aPut("b")]);
    expect(dynamodb.commandCalls(PutCommand)).toHaveLength(2);
    expect(dynamodb.commandCalls(TransactWriteCommand)).toHaveLength(2);
  });

  it("gives up when the item stays busy, as something to try again", async () => {
    dynamodb.on(PutCommand).rejects(conflict);
    await expect(commitWrites(client, "table", [aPut("a")])).rejects.toMatchObject({ code: "unavailable" });
  });

  it("names the write whose condition did not hold, and does not try again", async () => {
    dynamodb.on(TransactWriteCommand).rejects(cancelled("TransactionConflict", "ConditionalCheckFailed"));
    const refusal = commitWrites(client, "table", [aPut("a"), aPut("b")]);
    await expect(refusal).rejects.toBeInstanceOf(TransactionRefused);
    await expect(refusal).rejects.toMatchObject({ refusals: [{ write: { item: { pk: "b" } } }] });
    expect(dynamodb.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });

  it("says for one write what stood in its place", async () => {
    const Item = { pk: { S: "a" }, name: { S: "there" } };
    dynamodb.on(PutCommand).rejects(new ConditionalCheckFailedException({ ...metadata, Item }));
    await expect(commitWrites(client, "table", [aPut("a")])).rejects.toMatchObject({
      refusals: [{ existing: { name: "there" } }],
    });
  });

  it("refuses more than a transaction can hold", async () => {
    const writes = Array.from({ length: 101 }, (_, index) => aPut(String(index)));
    await expect(commitWrites(client, "table", writes)).rejects.toThrow("at most 100");
  });
});
