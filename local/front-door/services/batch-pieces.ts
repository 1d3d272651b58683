import type { AwsCall } from "../calls.ts";
import { isRecord, listOf, recordOf } from "../read.ts";

/** Items that are handed to the engine in one go. */
const pieceSize = 8;

/** The attributes of a table's key. Undefined for a table that is not declared. */
export type KeyNames = (table: string) => readonly string[] | undefined;

/**
 * A batch of writes in pieces. The engine writes the items of a batch one after another, each to the disk, and lets nobody
 * in between: in pieces, who wants one item waits for a few others only. Undefined for what stays whole: short batches, and
 * those that DynamoDB refuses as a whole.
 */
export const piecesOf = (call: AwsCall, keyNames: KeyNames): AwsCall[] | undefined => {
  const { RequestItems, ...others } = call.input;
  const [[table, requests] = ["", undefined], another] = Object.entries(recordOf(RequestItems));
  const items = listOf(requests);
  if (another || Object.keys(others).length > 0 || items.length <= pieceSize || items.length > 25) return undefined;
  const names = keyNames(table);
  if (!names || new Set(items.map((item) => keyIn(item, names))).size < items.length) return undefined;
  return Array.from({ length: Math.ceil(items.length / pieceSize) }, (_, place) => {
    const input = { RequestItems: { [table]: items.slice(place * pieceSize, (place + 1) * pieceSize) } };
    return { ...call, input, body: Buffer.from(JSON.stringify(input)) };
  });
};

/** Two writes of one item in a batch are refused. */
const keyIn = (request: unknown, names: readonly string[]): string => {
  const { PutRequest, DeleteRequest } = recordOf(request);
  const attributes = isRecord(PutRequest) ? recordOf(PutRequest.Item) : recordOf(recordOf(DeleteRequest).Key);
  return JSON.stringify(names.map((name) => attributes[name]));
};
