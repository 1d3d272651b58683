import { join } from "node:path";
import type { Deployment, MappingDeclaration } from "../assembly/deployment.ts";
import { shortHash } from "../assembly/physical-name.ts";
import type { Pool } from "../lambda/pool.ts";
import type { Services } from "../provision/provision.ts";
import { consumeQueue, type Source } from "./queue-consumer.ts";
import type { Queues } from "./sqs.ts";
import { pollStream, type StreamSource } from "./stream-poller.ts";

interface SourcesOptions {
  deployment: Deployment;
  services: Services;
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
export async function startSources(options: SourcesOptions): Promise<Sources> {
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
}

function startConsumer(
  mapping: MappingDeclaration,
  { pool, deployment, retryDelay, ...options }: SourcesOptions,
): Source {
  const queue = deployment.queues.find(({ arn }) => arn === mapping.EventSourceArn);
  const visibility = queue?.VisibilityTimeout ?? 30;
  return consumeQueue({
    ...options,
    mapping,
    invoke: (event) => pool.invoke(mapping.FunctionName, event),
    retryDelay: (receiveCount) => Math.min(visibility, retryDelay(receiveCount)),
  });
}

async function startPoller(mapping: MappingDeclaration, options: SourcesOptions): Promise<StreamSource> {
  const { pool, queues, services } = options;
  return pollStream({
    mapping,
    engineStreamArn: await engineStreamArn(mapping.EventSourceArn, options),
    streams: services.streams,
    region: options.region,
    checkpointFile: join(options.dataDir, "checkpoints", `${shortHash(mapping.id, 16)}.json`),
    functionArn: pool.declaration(mapping.FunctionName).arn,
    invoke: (event) => pool.invoke(mapping.FunctionName, event),
    discard: (destinationArn, notice) => queues.send(destinationArn, notice),
    log: options.log,
  });
}

/** The engine gives a stream an ARN of its own: region `ddblocal`, and the time of its creation for a label. */
async function engineStreamArn(eventSourceArn: string, { deployment, services }: SourcesOptions): Promise<string> {
  const table = deployment.tables.find(({ TableName }) => eventSourceArn.includes(`:table/${TableName}/stream/`));
  if (!table) throw new Error(`Nothing here reads from ${eventSourceArn}`);
  const { Table } = await services.dynamodb<{ Table: { LatestStreamArn?: string } }>("DescribeTable", {
    TableName: table.TableName,
  });
  if (!Table.LatestStreamArn) throw new Error(`${table.TableName} has no stream`);
  return Table.LatestStreamArn;
}
