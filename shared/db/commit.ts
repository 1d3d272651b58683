import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { AppError } from "../errors.ts";
import { pause } from "../pause.ts";
import type { Stored } from "./entity.ts";
import { keyOf, parametersOf, type Write } from "./writes.ts";

/** DynamoDB's limit of operations in one transaction. */
export const TRANSACTION_LIMIT = 100;
const CONFLICT_RETRIES = 8;

/** A guarded write did not hold; `existing` is what stood there. */
export class WriteRefused extends Error {
  readonly write: Write;
  readonly existing: Stored | undefined;
  constructor(write: Write, existing: Stored | undefined) {
    super(`A condition did not hold on ${keyOf(write).sk}.`);
    this.name = "WriteRefused";
    this.write = write;
    this.existing = existing;
  }
}

/** All refused writes of one transaction, in the order of the writes. */
export class TransactionRefused extends Error {
  readonly refusals: WriteRefused[];
  constructor(refusals: WriteRefused[]) {
    super(`${refusals.length} conditions did not hold.`);
    this.name = "TransactionRefused";
    this.refusals = refusals;
  }
}

/**
 * Writes all or nothing: one write as a single conditional call, several as one transaction.
 * @throws TransactionRefused naming every write whose condition did not hold
 */
export const commitWrites = async (client: DynamoDBDocumentClient, table: string, writes: Write[]): Promise<void> => {
  const [first] = writes;
  if (!first) return;
  if (writes.length > TRANSACTION_LIMIT) throw new Error(`A transaction holds at most ${TRANSACTION_LIMIT} writes.`);
  if (writes.length === 1 && first.do !== "check") return commitOne(client, table, first);
  const items = writes.map((write) => transactItem(table, write));
  try {
    await untilFree(() => client.send(new TransactWriteCommand({ TransactItems: items })));
  } catch (error) {
    throw error instanceof TransactionCanceledException ? refusedTransaction(error, writes) : withinLimits(error);
  }
};

const refusedTransaction = (error: TransactionCanceledException, writes: Write[]): Error => {
  const refusals = (error.CancellationReasons ?? []).flatMap((reason, index) => {
    const write = writes[index];
    return reason.Code === "ConditionalCheckFailed" && write
      ? [new WriteRefused(write, reason.Item && (unmarshall(reason.Item) as Stored))]
      : [];
  });
  if (refusals.length > 0) return new TransactionRefused(refusals);
  return error.CancellationReasons?.some(({ Message = "" }) => isTooLarge(Message)) ? tooLarge() : error;
};

/** DynamoDB's limit for an item is 400 KB; what callers send may add up to more. */
const isTooLarge = (message: string): boolean => /item size/i.test(message);

const tooLarge = () => new AppError("too-large", "All of it together may have 400 KB at most.");

/** What DynamoDB says of an item that is too large, as callers are told; any other error as it is. */
export const withinLimits = (error: unknown): unknown =>
  error instanceof Error && error.name === "ValidationException" && isTooLarge(error.message) ? tooLarge() : error;

/** Repeats a call that met somebody else's transaction on the same item: DynamoDB refuses instead of waiting. */
const untilFree = async <T>(call: () => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!metTransaction(error)) throw error;
      if (attempt >= CONFLICT_RETRIES) throw new AppError("unavailable", "The item is being changed by many at once.");
      await pause(Math.random() * 10 * 2 ** attempt);
    }
  }
};

const metTransaction = (error: unknown): boolean => {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
  return codes.includes("TransactionConflict") && !codes.includes("ConditionalCheckFailed");
};

const commitOne = async (client: DynamoDBDocumentClient, TableName: string, write: Write): Promise<void> => {
  const rest = { TableName, ...parametersOf(write) };
  try {
    if (write.do === "put") await untilFree(() => client.send(new PutCommand({ Item: write.item, ...rest })));
    else if (write.do === "delete") await untilFree(() => client.send(new DeleteCommand({ Key: write.key, ...rest })));
    else if (write.do === "update") await updateOne(client, TableName, write);
  } catch (error) {
    throw refused(error, write);
  }
};

/** One update, answered with the item after it. */
export const updateOne = async (
  client: DynamoDBDocumentClient,
  TableName: string,
  write: Write & { do: "update" },
): Promise<Stored> => {
  try {
    const command = { TableName, Key: write.key, ...parametersOf(write), ReturnValues: "ALL_NEW" } as const;
    const answer = await untilFree(() => client.send(new UpdateCommand(command)));
    return answer.Attributes as Stored;
  } catch (error) {
    throw refused(error, write);
  }
};

const refused = (error: unknown, write: Write): unknown =>
  error instanceof ConditionalCheckFailedException
    ? new TransactionRefused([new WriteRefused(write, error.Item && (unmarshall(error.Item) as Stored))])
    : withinLimits(error);

const transactItem = (
  TableName: string,
  write: Write,
): NonNullable<TransactWriteCommandInput["TransactItems"]>[number] => {
  const parameters = parametersOf(write);
  const rest = { TableName, ...parameters };
  switch (write.do) {
    case "put":
      return { Put: { Item: write.item, ...rest } };
    case "delete":
      return { Delete: { Key: write.key, ...rest } };
    case "check":
      return {
        ConditionCheck: { Key: write.key, ...rest, ConditionExpression: parameters.ConditionExpression ?? "" },
      };
    case "update":
      return { Update: { Key: write.key, ...rest, UpdateExpression: parameters.UpdateExpression ?? "" } };
  }
};
