import type { EngineClient } from "../engine-client.ts";
import { forward, type ServiceHandler } from "./service.ts";

const writes = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"]);

export function dynamodbService(engine: EngineClient, tableWritten: () => void): ServiceHandler {
  return async (call) => {
    const answer = await forward(engine, call);
    if (answer.status === 200 && writes.has(call.operation)) tableWritten();
    return answer;
  };
}
