import type { MappingDeclaration } from "../assembly/deployment.ts";
import { compilePattern, type Matcher } from "../events/pattern.ts";
import { failedItems } from "./item-failures.ts";
import type { Queues, ReceivedMessage } from "./sqs.ts";

export interface ConsumerOptions {
  mapping: MappingDeclaration;
  queues: Queues;
  region: string;
  invoke(event: unknown): Promise<unknown>;
  /** How many batches are worked on side by side. */
  concurrency: number;
  /** Seconds until a message that failed for the n-th time is tried again; never longer than on AWS. */
  retryDelay(receiveCount: number): number;
  log(line: string): void;
}

export interface Source {
  stop(): Promise<void>;
}

const pollSeconds = 20;

/** Feeds a queue's messages to a function, as an event source mapping does. */
export const consumeQueue = (options: ConsumerOptions): Source => {
  const { mapping, queues, log } = options;
  const arn = mapping.EventSourceArn;
  const filters = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => compilePattern(JSON.parse(Pattern)));
  const polling = new AbortController();
  const limit = Math.min(options.concurrency, mapping.ScalingConfig?.MaximumConcurrency ?? options.concurrency);
  const loop = async (): Promise<void> => {
    while (!polling.signal.aborted) {
      try {
        const batch = await collect();
        if (batch.length > 0) await handle(batch);
      } catch (error) {
        if (polling.signal.aborted) return;
        log(`${arn}: ${error instanceof Error ? error.message : String(error)}`);
        await pause(1000);
      }
    }
  };

  /** Waits for a first message, then fills the batch for as long as the batching window is open. */
  const collect = async (): Promise<ReceivedMessage[]> => {
    const size = mapping.BatchSize ?? 10;
    const batch = await queues.receive(arn, Math.min(size, 10), pollSeconds, polling.signal);
    if (batch.length === 0 || mapping.MaximumBatchingWindowInSeconds === 0) return batch;
    const closesAt = Date.now() + mapping.MaximumBatchingWindowInSeconds * 1000;
    while (batch.length < size && !polling.signal.aborted) {
      const seconds = Math.floor((closesAt - Date.now()) / 1000);
      const more = await queues.receive(arn, Math.min(size - batch.length, 10), Math.max(0, seconds));
      if (more.length === 0 && seconds <= 0) break;
      batch.push(...more);
    }
    return batch;
  };

  const handle = async (batch: ReceivedMessage[]): Promise<void> => {
    const { wanted, unwanted } = sift(batch, filters);
    await queues.remove(arn, unwanted);
    if (wanted.length === 0) return;
    const failed = await invoke(wanted);
    await queues.remove(
      arn,
      wanted.filter((message) => !failed.has(message)),
    );
    for (const message of failed) await queues.giveBack(arn, [message], options.retryDelay(receiveCount(message)));
  };

  const invoke = async (batch: ReceivedMessage[]): Promise<Set<ReceivedMessage>> => {
    try {
      const answer = await options.invoke({ Records: batch.map((message) => toRecord(message, arn, options.region)) });
      const failures = mapping.FunctionResponseTypes.length > 0 ? failedItems(answer) : new Set<string>();
      // An answer that names nothing we sent is a bug of the function: the whole batch counts as failed.
      if (failures === "all") return new Set(batch);
      const failed = batch.filter(({ MessageId }) => failures.has(MessageId));
      return new Set(failed.length < failures.size ? batch : failed);
    } catch {
      return new Set(batch);
    }
  };

  const loops = Array.from({ length: limit }, loop);

  return {
    async stop() {
      polling.abort();
      await Promise.all(loops);
    },
  };
};

const sift = (batch: ReceivedMessage[], filters: Matcher[]) => {
  const isWanted = (message: ReceivedMessage) => {
    const record = { ...toRecord(message, "", ""), body: parsed(message.Body) };
    return filters.length === 0 || filters.some((matches) => matches(record));
  };
  const { wanted = [], unwanted = [] } = Object.groupBy(batch, (message) =>
    isWanted(message) ? "wanted" : "unwanted",
  );
  return { wanted, unwanted };
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

const receiveCount = ({ Attributes }: ReceivedMessage): number => Number(Attributes?.ApproximateReceiveCount ?? 1);

const toRecord = (message: ReceivedMessage, eventSourceARN: string, awsRegion: string) => {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(
    ([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        stringValue: StringValue,
        binaryValue: BinaryValue,
        stringListValues: [],
        binaryListValues: [],
      },
    ],
  );
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN,
    awsRegion,
  };
};

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
