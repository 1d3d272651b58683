import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { FeatureFunction } from "./feature-function.ts";

const read = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
const write = [
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:ConditionCheckItem",
  "dynamodb:BatchWriteItem",
];

export const indexNames = ["gsi1", "gsi2", "gsi3"] as const;

/** The table, by the few actions the product uses: nobody may scan it. */
export class TableAccess {
  readonly name: string;
  readonly #resources: readonly string[];

  constructor(table: ITableV2) {
    this.name = table.tableName;
    this.#resources = [table.tableArn, ...indexNames.map((index) => `${table.tableArn}/index/${index}`)];
  }

  grantRead(reader: FeatureFunction): void {
    reader.allow(read, this.#resources);
  }

  grantWrite(writer: FeatureFunction): void {
    writer.allow([...read, ...write], this.#resources);
  }
}
