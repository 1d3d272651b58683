import type { AttributeValue, ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { itemSize, type Marshalled, readUnits, totalOf, writeUnits } from "./units.ts";

export type Key = { pk: string; sk: string };

/** One item that a call wrote. */
export interface Change {
  before: Marshalled | undefined;
  after: Marshalled | undefined;
}

/** One call of the table, with what it cost. */
export interface Call {
  operation: string;
  reads: number;
  writes: number;
  /** When its sender sent it and had its answer: places in one order of both. */
  sent: number;
  answered: number;
  changes: Change[];
  /** Keys that the call reads or writes one by one. */
  keys: Key[];
}

/** How many of these calls had to wait for one another: 1 when all were sent at once. */
export const roundTrips = (calls: readonly Call[]): number => {
  const done: { answered: number; round: number }[] = [];
  for (const { sent, answered } of calls.toSorted((a, b) => a.sent - b.sent)) {
    const before = done.filter((other) => other.answered < sent).map(({ round }) => round);
    done.push({ answered, round: 1 + Math.max(0, ...before) });
  }
  return Math.max(0, ...done.map(({ round }) => round));
};

type Wire = Record<string, unknown>;
type WireKey = Record<string, AttributeValue>;

interface WireWrite {
  Put?: { Item: WireKey };
  Update?: { Key: WireKey };
  Delete?: { Key: WireKey };
  ConditionCheck?: { Key: WireKey };
}

const transactionOf = (request: Wire): WireWrite[] => (request.TransactItems as WireWrite[] | undefined) ?? [];

/** The items that a request is going to write, or to look at in a transaction. */
export const writtenKeys = (operation: string, request: Wire): Key[] => {
  switch (operation) {
    case "PutItem":
      return [keyOf(request.Item as WireKey)];
    case "UpdateItem":
    case "DeleteItem":
      return [keyOf(request.Key as WireKey)];
    case "TransactWriteItems":
      return transactionOf(request).map((write) =>
        keyOf(write.Put?.Item ?? write.Update?.Key ?? write.Delete?.Key ?? write.ConditionCheck?.Key ?? {}),
      );
    case "BatchWriteItem":
      return Object.values((request.RequestItems ?? {}) as Record<string, Wire[]>)
        .flat()
        .map(({ PutRequest, DeleteRequest }) =>
          keyOf(((PutRequest as Wire)?.Item ?? (DeleteRequest as Wire)?.Key) as WireKey),
        );
    default:
      return [];
  }
};

const keyOf = ({ pk, sk }: WireKey): Key => ({ pk: pk?.S ?? "", sk: sk?.S ?? "" });

interface Outcome {
  operation: string;
  request: Wire;
  answer: Wire;
  changes: Change[];
}

/** What a call cost, worked out from the sizes of the items as AWS documents it. The engine must count the same. */
export const costOf = ({ operation, request, answer, changes }: Outcome): { reads: number; writes: number } => {
  const told = [answer.ConsumedCapacity ?? []].flat() as ConsumedCapacity[];
  const counted = told.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  switch (operation) {
    case "GetItem":
      return {
        reads: agreed(operation, counted, ofItems([answer.Item as Marshalled | undefined], request)),
        writes: 0,
      };
    case "BatchGetItem":
      return { reads: batchReads(request, answer, counted), writes: 0 };
    case "Query": {
      // Asking for some attributes costs whole items, whose sizes are not seen here.
      if (request.ProjectionExpression) return { reads: counted, writes: 0 };
      const items = (answer.Items ?? []) as Marshalled[];
      const bytes = items.reduce((sum, item) => sum + itemSize(item), 0);
      return { reads: agreed(operation, counted, readUnits(bytes, request.ConsistentRead === true)), writes: 0 };
    }
    case "TransactWriteItems":
      return { reads: 0, writes: agreed(operation, counted, ofChanges(changes, true)) };
    case "PutItem":
    case "UpdateItem":
    case "DeleteItem":
    case "BatchWriteItem":
      return { reads: 0, writes: agreed(operation, counted, ofChanges(changes, false)) };
    default:
      throw new Error(`What ${operation} costs is not known.`);
  }
};

const ofItems = (items: (Marshalled | undefined)[], { ConsistentRead }: Wire): number =>
  items.reduce((sum, item) => sum + readUnits(item ? itemSize(item) : 0, ConsistentRead === true), 0);

const batchReads = (request: Wire, answer: Wire, counted: number): number => {
  const [asked] = Object.values((request.RequestItems ?? {}) as Record<string, Wire & { Keys: unknown[] }>);
  const found = Object.values((answer.Responses ?? {}) as Record<string, Marshalled[]>).flat();
  if (!asked) throw new Error("A batch that asks for nothing.");
  const missing = asked.Keys.length - found.length;
  const units = ofItems(found, asked) + missing * readUnits(0, asked.ConsistentRead === true);
  return agreed("BatchGetItem", counted, units);
};

const ofChanges = (changes: readonly Change[], transaction: boolean): number =>
  changes.reduce((sum, { before, after }) => sum + totalOf(writeUnits(before, after, transaction)), 0);

const agreed = (operation: string, counted: number, bySize: number): number => {
  if (counted === bySize) return counted;
  throw new Error(`${operation}: the engine counts ${counted} units, the items' sizes say ${bySize}.`);
};
