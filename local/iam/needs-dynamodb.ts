import type { AwsCall } from "../door/calls.ts";
import { isRecord, recordOf, recordsOf, textOf } from "../door/read.ts";
import { arnOf, type Place } from "./arns.ts";
import type { Need } from "./policies.ts";

export function dynamodbNeeds({ operation, input }: AwsCall, place: Place): Need[] {
  const table = (name: unknown) => arnOf("dynamodb", place, "table/", textOf(name));
  const action = `dynamodb:${operation}`;
  switch (operation) {
    case "BatchGetItem":
    case "BatchWriteItem":
      return Object.keys(recordOf(input.RequestItems)).map((name) => ({ action, resource: table(name) }));
    case "TransactGetItems":
      return distinct(
        recordsOf(input.TransactItems).map((item) => ({
          action: "dynamodb:GetItem",
          resource: table(recordOf(item.Get).TableName),
        })),
      );
    case "TransactWriteItems":
      return distinct(recordsOf(input.TransactItems).flatMap((item) => transactWriteNeeds(item, table)));
    case "GetRecords":
      return [{ action, resource: streamOfIterator(textOf(input.ShardIterator)) }];
    case "DescribeStream":
    case "GetShardIterator":
      return [{ action, resource: textOf(input.StreamArn) }];
    case "ListStreams":
    case "ListTables":
      return [{ action, resource: "*" }];
    default: {
      const index = textOf(input.IndexName);
      return [{ action, resource: index ? `${table(input.TableName)}/index/${index}` : table(input.TableName) }];
    }
  }
}

const transactActions: Record<string, string> = {
  Put: "dynamodb:PutItem",
  Update: "dynamodb:UpdateItem",
  Delete: "dynamodb:DeleteItem",
  ConditionCheck: "dynamodb:ConditionCheckItem",
};

function transactWriteNeeds(item: Record<string, unknown>, table: (name: unknown) => string): Need[] {
  return Object.entries(item).flatMap(([kind, write]) => {
    const action = transactActions[kind];
    return action && isRecord(write) ? [{ action, resource: table(write.TableName) }] : [];
  });
}

/** DynamoDB Local writes the stream's ARN into its iterators, after a number of digits and a bar. */
function streamOfIterator(iterator: string): string {
  return iterator.split("|").find((part) => part.startsWith("arn:")) ?? "*";
}

function distinct(needs: Need[]): Need[] {
  return [...new Map(needs.map((need) => [`${need.action} ${need.resource}`, need])).values()];
}
