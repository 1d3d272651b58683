import { setImmediate as untilNextTurn } from "node:timers/promises";
import type { MappingDeclaration } from "../assembly/deployment.ts";
import type { StreamFile } from "../engines/stream-file.ts";
import { compilePattern } from "../events/pattern.ts";
import { afterAnswer, afterFailure, type Batch, type Plan, type RetryPolicy, type StreamRecord } from "./batch-plan.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { discardNotice, type GivenUp } from "./discard-notice.ts";
import { withAuthor } from "./expired-record.ts";
import { firstLook } from "./first-look.ts";
import { createLines } from "./lines.ts";
import type { Source } from "./queue-consumer.ts";
import { createWake } from "./wake.ts";

export interface PollerOptions {
  mapping: MappingDeclaration;
  /** As the engine names it: marks of another stream are of no use. */
  engineStreamArn: string;
  stream: Omit<StreamFile, "close">;
  /** The attribute of the table's partition key. */
  partitionKey: string;
  region: string;
  /** The attribute that says when an item of the table expires. */
  timeToLive?: string | undefined;
  checkpointFile: string;
  functionArn: string;
  invoke(event: unknown): Promise<unknown>;
  /** Takes the notice about records that were given up. */
  discard(destinationArn: string, notice: string): Promise<void>;
  log(line: string): void;
}

export interface StreamSource extends Source {
  wake(): void;
}

const idleMs = 1000;
const longestBackoffMs = 10_000;
/** Records that are looked at in one go, and that are kept waiting in memory. */
const pageSize = 500;
const mostWaiting = 5000;

/**
 * Feeds a table's changes to a function, as an event source mapping does: in order, at least once, a failing batch cut
 * in two, retried, and at last given up to its destination. Where nothing is marked yet it reads from the beginning,
 * `LATEST` too: what was written while nothing ran is otherwise lost at every start.
 *
 * AWS keeps the order of each item, and spreads a table's items over shards that do not wait for one another. The engine has
 * one shard. It is divided by what the first part of an item's key names, here by accounts: each keeps its order, and they
 * take turns.
 */
export const pollStream = (options: PollerOptions): StreamSource => {
  const { mapping, stream, log } = options;
  const { shardId } = stream;
  const checkpoint = openCheckpoint(options.checkpointFile, options.engineStreamArn);
  const patterns: unknown[] = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => JSON.parse(Pattern));
  const filters = patterns.map(compilePattern);
  const looksWanted = firstLook(patterns);
  const policy: RetryPolicy = {
    bisect: mapping.BisectBatchOnFunctionError,
    reportsItems: mapping.FunctionResponseTypes.length > 0,
    maximumRetries: mapping.MaximumRetryAttempts,
  };
  const lines = createLines(lineBy(options.partitionKey));
  let readUpTo = checkpoint.after;
  const wakes = Array.from({ length: mapping.ParallelizationFactor }, createWake);
  const wakeAll = () => {
    for (const wake of wakes) wake.now();
  };
  let stopped = false;

  const work = async (wake: ReturnType<typeof createWake>): Promise<void> => {
    while (!stopped) {
      try {
        // To the end of the stream: who waits there is to have a turn as well.
        while (readOn() && !stopped) await untilNextTurn();
        const records = lines.next(mapping.BatchSize ?? 100);
        if (records.length > 0) await handle(records, wake);
        else await wake.wait(idleMs);
      } catch (error) {
        if (stopped) return;
        report(error);
        await wake.wait(idleMs);
      }
    }
  };

  /** False at the end of the stream, and while there is no room. */
  const readOn = (): boolean => {
    if (lines.waiting() >= mostWaiting) return false;
    const { records, last } = stream.after(readUpTo, pageSize, looksWanted);
    if (last === undefined) return false;
    readUpTo = last;
    lines.add(records.map(named).filter(isWanted));
    if (lines.firstOpen() === undefined) mark();
    return true;
  };

  const named = (record: StreamRecord): StreamRecord => ({
    ...withAuthor(record, options.timeToLive),
    awsRegion: options.region,
    eventSourceARN: mapping.EventSourceArn,
  });

  const isWanted = (record: StreamRecord): boolean =>
    filters.length === 0 || filters.some((matches) => matches(record));

  /** Nobody waits for the disk: what is not marked comes again after the next start. */
  const mark = (): void => {
    const open = lines.firstOpen();
    const after = open === undefined ? readUpTo : open - 1;
    if (after !== checkpoint.after) checkpoint.set(after).catch(report);
  };

  const report = (error: unknown): void => {
    log(`${mapping.EventSourceArn}: ${error instanceof Error ? error.message : String(error)}`);
  };

  const handle = async (records: StreamRecord[], wake: ReturnType<typeof createWake>): Promise<void> => {
    let isHandled = false;
    try {
      isHandled = await handOver(records, wake);
    } finally {
      if (isHandled) lines.done(records);
      else lines.giveBack(records);
      wakeAll();
    }
    mark();
  };

  /** False when the runner stopped before all were handled. */
  const handOver = async (records: StreamRecord[], wake: ReturnType<typeof createWake>): Promise<boolean> => {
    const todo: Batch[] = [{ records, attempt: 0 }];
    for (let batch = todo.shift(); batch; batch = todo.shift()) {
      if (stopped) return false;
      const { tooOld = [], recent = [] } = Object.groupBy(batch.records, (record) =>
        isTooOld(record, mapping.MaximumRecordAgeInSeconds) ? "tooOld" : "recent",
      );
      if (tooOld.length > 0) {
        await giveUp({ shardId, records: tooOld, condition: "RecordAgeExceeded", invokeCount: batch.attempt });
        if (recent.length > 0) todo.unshift({ ...batch, records: recent });
        continue;
      }
      if (batch.attempt > 0) await wake.sleep(Math.min(300 * 2 ** batch.attempt, longestBackoffMs));
      const { retry, discard } = await attempt(batch);
      // A call cut short by our own end says nothing about the record.
      if (stopped && (retry.length > 0 || discard)) return false;
      if (discard) {
        await giveUp({
          shardId,
          records: discard,
          condition: "RetryAttemptsExhausted",
          invokeCount: batch.attempt + 1,
        });
      }
      todo.unshift(...retry);
    }
    return true;
  };

  const attempt = async (batch: Batch): Promise<Plan> => {
    try {
      return afterAnswer(batch, await options.invoke({ Records: batch.records }), policy);
    } catch {
      return afterFailure(batch, policy);
    }
  };

  const giveUp = async (what: Pick<GivenUp, "shardId" | "records" | "condition" | "invokeCount">): Promise<void> => {
    const destination = mapping.DestinationConfig?.OnFailure?.Destination;
    const range = `${what.records[0]?.dynamodb.SequenceNumber}–${what.records.at(-1)?.dynamodb.SequenceNumber}`;
    log(`${mapping.EventSourceArn}: records ${range} are given up${destination ? "" : ", and nothing keeps them"}`);
    if (!destination) return;
    const givenUp = { ...what, functionArn: options.functionArn, streamArn: mapping.EventSourceArn };
    await options.discard(destination, JSON.stringify(discardNotice(givenUp)));
  };

  const running = Promise.all(wakes.map(work));

  return {
    wake: wakeAll,
    async stop() {
      stopped = true;
      for (const wake of wakes) wake.end();
      await running;
      await checkpoint.end();
    },
  };
};

/** What stands before the first `#` of the partition key, or all of it: the accounts of the product's table. */
const lineBy =
  (partitionKey: string) =>
  ({ dynamodb: { Keys } }: StreamRecord): string => {
    const [value] = Object.values((Keys as Record<string, object> | undefined)?.[partitionKey] ?? {});
    return String(value).split("#", 1)[0] ?? "";
  };

/** `limit` in seconds; -1: never. */
const isTooOld = ({ dynamodb }: StreamRecord, limit: number): boolean =>
  limit > 0 && Date.now() / 1000 - (dynamodb.ApproximateCreationDateTime ?? Number.POSITIVE_INFINITY) > limit;
