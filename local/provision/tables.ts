import type { TableDeclaration } from "../assembly/deployment.ts";
import { EngineError, type JsonCall } from "./engine-call.ts";

interface TableDescription {
  Table: {
    KeySchema: unknown;
    TableStatus: string;
    GlobalSecondaryIndexes?: { IndexName: string; KeySchema: unknown; IndexStatus: string }[];
    StreamSpecification?: { StreamEnabled: boolean };
  };
}

/**
 * Creates the tables that are not there yet, and adds indexes and time to live that the template has gained.
 * @throws when a table's own keys have changed: only `--fresh` gives it others.
 */
export const provisionTables = async (tables: TableDeclaration[], dynamodb: JsonCall): Promise<void> => {
  for (const table of tables) {
    const existing = await describeTable(table.TableName, dynamodb);
    if (!existing) await createTable(table, dynamodb);
    else await updateTable(table, existing, dynamodb);
    await setTimeToLive(table, dynamodb);
  }
};

const describeTable = async (TableName: string, dynamodb: JsonCall): Promise<TableDescription["Table"] | undefined> => {
  try {
    return (await dynamodb<TableDescription>("DescribeTable", { TableName })).Table;
  } catch (error) {
    if (error instanceof EngineError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
};

const createTable = async (table: TableDeclaration, dynamodb: JsonCall): Promise<void> => {
  const { TableName, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification } = table;
  await dynamodb("CreateTable", {
    TableName,
    AttributeDefinitions,
    KeySchema,
    BillingMode: "PAY_PER_REQUEST",
    ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(indexKeys) }),
    ...(StreamSpecification && { StreamSpecification: streamOf(table) }),
  });
};

const updateTable = async (
  table: TableDeclaration,
  existing: TableDescription["Table"],
  dynamodb: JsonCall,
): Promise<void> => {
  const { TableName, AttributeDefinitions } = table;
  const unchanged = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  if (!unchanged(existing.KeySchema, table.KeySchema)) throw changed(TableName);
  for (const index of table.GlobalSecondaryIndexes) {
    const known = existing.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.IndexName);
    if (known && !unchanged(known.KeySchema, index.KeySchema)) throw changed(`${TableName}/${index.IndexName}`);
    if (known) continue;
    const GlobalSecondaryIndexUpdates = [{ Create: indexKeys(index) }];
    await dynamodb("UpdateTable", { TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates });
  }
  if (table.StreamSpecification && !existing.StreamSpecification?.StreamEnabled) {
    await dynamodb("UpdateTable", { TableName, StreamSpecification: streamOf(table) });
  }
};

const changed = (what: string): Error =>
  new Error(`The keys of ${what} have changed since the data was written: start once with --fresh`);

const indexKeys = ({ IndexName, KeySchema, Projection }: TableDeclaration["GlobalSecondaryIndexes"][number]) => ({
  IndexName,
  KeySchema,
  Projection,
});

const streamOf = ({ StreamSpecification }: TableDeclaration) => ({
  StreamEnabled: true,
  StreamViewType: StreamSpecification?.StreamViewType,
});

/** In the engine, as on AWS, the time to live is no part of creation. */
const setTimeToLive = async (table: TableDeclaration, dynamodb: JsonCall): Promise<void> => {
  const { TableName, TimeToLiveSpecification } = table;
  if (!TimeToLiveSpecification?.AttributeName) return;
  const { TimeToLiveDescription } = await dynamodb<{ TimeToLiveDescription?: { TimeToLiveStatus?: string } }>(
    "DescribeTimeToLive",
    { TableName },
  );
  if (TimeToLiveDescription?.TimeToLiveStatus === "ENABLED") return;
  const { AttributeName, Enabled } = TimeToLiveSpecification;
  await dynamodb("UpdateTimeToLive", { TableName, TimeToLiveSpecification: { AttributeName, Enabled } });
};
