import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** What a client's calls have consumed so far. */
export interface Meter {
  /** Capacity units of table and indexes, as DynamoDB counts them; without those of transactions. */
  units: number;
  transactions: number;
  calls: number;
}

/** Asks every call of a client what it consumed. */
export const metered = (client: DynamoDBDocumentClient): Meter => {
  const meter: Meter = { units: 0, transactions: 0, calls: 0 };
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } });
      const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: Consumed | Consumed[] };
      meter.calls += 1;
      if ("TransactItems" in args.input) meter.transactions += 1;
      else for (const consumed of [ConsumedCapacity ?? []].flat()) meter.units += consumed.CapacityUnits ?? 0;
      return answer;
    },
    { step: "initialize", name: "meter" },
  );
  return meter;
};

interface Consumed {
  CapacityUnits?: number;
}
