import type { AwsCall } from "../front-door/calls.ts";
import { isRecord, recordOf, recordsOf, textOf } from "../front-door/read.ts";
import { arnOf, type Place } from "./arns.ts";
import type { Need } from "./policies.ts";

export const dynamodbNeeds = ({ operation, input }: AwsCall, place: Place): Need[] => {
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
      return [{ action, resource: streamOfIterator(textOf(input.ShardIterator), place) }];
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
};

const transactActions: Record<string, string> = {
  Put: "dynamodb:PutItem",
  Update: "dynamodb:UpdateItem",
  Delete: "dynamodb:DeleteItem",
  ConditionCheck: "dynamodb:ConditionCheckItem",
};

const transactWriteNeeds = (item: Record<string, unknown>, table: (name: unknown) => string): Need[] =>
  Object.entries(item).flatMap(([kind, write]) => {
    const action = transactActions[kind];
    return action && isRecord(write) ? [{ action, resource: table(write.TableName) }] : [];
  });

/** The engine's iterators are JSON in base64 that names the table; its stream has this ARN in the cloud assembly. */
const streamOfIterator = (iterator: string, place: Place): string => {
  try {
    const { table_name } = recordOf(JSON.parse(Buffer.from(iterator, "base64").toString()));
    return arnOf("dynamodb", place, "table/", `${textOf(table_name)}/stream/local`);
  } catch {
    return "*";
  }
};

const distinct = (needs: Need[]): Need[] => [
  ...new Map(needs.map((need) => [`${need.action} ${need.resource}`, need])).values(),
];
