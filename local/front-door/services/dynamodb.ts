import { Readable } from "node:stream";
import type { Answer } from "../answers.ts";
import type { AwsCall } from "../calls.ts";
import type { EngineClient } from "../engine-client.ts";
import { listOf, recordOf } from "../read.ts";
import { createTurns } from "../turns.ts";
import { type KeyNames, piecesOf } from "./batch-pieces.ts";
import { forward, type ServiceHandler } from "./service.ts";

const writes = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"]);

/** Writes, or five times as many reads, from which on a call is large: it keeps the engine for some milliseconds. */
const large = 10;
const readsToAWrite = 5;
/** One is in the engine, and one at its door. */
const largeAtOnce = 2;

/**
 * The engine does one call after another. Large ones wait here for their turn, by functions: else a small call would wait
 * behind all that an import has sent ahead.
 */
export const dynamodbService = (
  engine: EngineClient,
  tableWritten: () => void,
  keyNames: KeyNames = () => undefined,
): ServiceHandler => {
  const turns = createTurns(largeAtOnce);

  const inPieces = async (call: AwsCall): Promise<Answer> => {
    const [first = call, ...others] = piecesOf(call, keyNames) ?? [];
    let answer = await forward(engine, first);
    for (const piece of others) {
      if (answer.status !== 200) break;
      // Its answer says that nothing was left unprocessed, as the next will.
      if (answer.body instanceof Readable) answer.body.resume();
      answer = await forward(engine, piece);
    }
    return answer;
  };

  return async (call, { functionName = "" }) => {
    const send = () => (call.operation === "BatchWriteItem" ? inPieces(call) : forward(engine, call));
    const answer = await (weightOf(call) > large ? turns(functionName, send) : send());
    if (answer.status === 200 && writes.has(call.operation)) tableWritten();
    return answer;
  };
};

const weightOf = ({ operation, input }: AwsCall): number => {
  const requests = Object.values(recordOf(input.RequestItems));
  if (operation === "TransactWriteItems") return listOf(input.TransactItems).length;
  if (operation === "BatchWriteItem") return requests.flatMap(listOf).length;
  if (operation === "BatchGetItem")
    return requests.flatMap((request) => listOf(recordOf(request).Keys)).length / readsToAWrite;
  return 1;
};
