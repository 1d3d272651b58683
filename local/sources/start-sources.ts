import { join } from "node:path";
import type { Deployment, MappingDeclaration, TableDeclaration } from "../assembly/deployment.ts";
import { shortHash } from "../assembly/physical-name.ts";
import { openStreamFile } from "../engines/stream-file.ts";
import type { Pool } from "../lambda/pool.ts";
import type { Services } from "../provision/provision.ts";
import { consumeQueue, type Source } from "./queue-consumer.ts";
import type { Queues } from "./sqs.ts";
import { pollStream, type StreamSource } from "./stream-poller.ts";

interface SourcesOptions {
  deployment: Deployment;
  services: Services;
  /** Where the engine keeps the tables. */
  tablesFile: string;
  queues: Queues;
  pool: Pool;
  region: string;
  dataDir: string;
  concurrency: number;
  retryDelay(receiveCount: number): number;
  log(line: string): void;
}

export interface Sources extends Source {
  /** Lets the stream readers look at once. */
  tableWritten(): void;
}

/** Starts the event source mappings of the template. @throws on a mapping whose source nobody here can read. */
export const startSources = async (options: SourcesOptions): Promise<Sources> => {
  const { deployment } = options;
  const enabled = deployment.mappings.filter(({ Enabled }) => Enabled);
  const queueArns = new Set(deployment.queues.map(({ arn }) => arn));
  const streams: StreamSource[] = [];
  const consumers: Source[] = [];
  for (const mapping of enabled) {
    if (queueArns.has(mapping.EventSourceArn)) consumers.push(startConsumer(mapping, options));
    else streams.push(await startPoller(mapping, options));
  }
  return {
    tableWritten() {
      for (const stream of streams) stream.wake();
    },
    async stop() {
      await Promise.all([...consumers, ...streams].map((source) => source.stop()));
    },
  };
};

const startConsumer = (
  mapping: MappingDeclaration,
  { pool, deployment, retryDelay, ...options }: SourcesOptions,
): Source => {
  const queue = deployment.queues.find(({ arn }) => arn === mapping.EventSourceArn);
  const visibility = queue?.VisibilityTimeout ?? 30;
  return consumeQueue({
    ...options,
    mapping,
    invoke: (event) => pool.invoke(mapping.FunctionName, event),
    retryDelay: (receiveCount) => Math.min(visibility, retryDelay(receiveCount)),
  });
};

const startPoller = async (mapping: MappingDeclaration, options: SourcesOptions): Promise<StreamSource> => {
  const { pool, queues } = options;
  const table = tableOf(mapping.EventSourceArn, options);
  const engineStreamArn = await streamArnOf(table, options);
  const stream = openStreamFile(options.tablesFile, table.TableName);
  const source = pollStream({
    mapping,
    engineStreamArn,
    stream,
    partitionKey: table.KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName ?? "",
    timeToLive: table.TimeToLiveSpecification?.AttributeName,
    region: options.region,
    checkpointFile: join(options.dataDir, "checkpoints", `${shortHash(mapping.id, 16)}.json`),
    functionArn: pool.declaration(mapping.FunctionName).arn,
    invoke: (event) => pool.invoke(mapping.FunctionName, event),
    discard: (destinationArn, notice) => queues.send(destinationArn, notice),
    log: options.log,
  });
  return {
    ...source,
    async stop() {
      await source.stop();
      stream.close();
    },
  };
};

const tableOf = (eventSourceArn: string, { deployment }: SourcesOptions): TableDeclaration => {
  const table = deployment.tables.find(({ TableName }) => eventSourceArn.includes(`:table/${TableName}/stream/`));
  if (!table) throw new Error(`Nothing here reads from ${eventSourceArn}`);
  return table;
};

/** The engine gives a stream an ARN of its own: another region, and the time of its creation for a label. */
const streamArnOf = async ({ TableName }: TableDeclaration, { services }: SourcesOptions): Promise<string> => {
  const { Table } = await services.dynamodb<{ Table: { LatestStreamArn?: string } }>("DescribeTable", { TableName });
  if (!Table.LatestStreamArn) throw new Error(`${TableName} has no stream`);
  return Table.LatestStreamArn;
};
