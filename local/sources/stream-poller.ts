import type { MappingDeclaration } from "../assembly/deployment.ts";
import { compilePattern } from "../events/pattern.ts";
import type { JsonCall } from "../provision/engine-call.ts";
import { afterAnswer, afterFailure, type Batch, type Plan, type RetryPolicy, type StreamRecord } from "./batch-plan.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { discardNotice, type GivenUp } from "./discard-notice.ts";
import type { Source } from "./queue-consumer.ts";
import { readShards } from "./stream-shards.ts";
import { createWake } from "./wake.ts";

export interface PollerOptions {
  mapping: MappingDeclaration;
  /** As the engine names it. */
  engineStreamArn: string;
  streams: JsonCall;
  region: string;
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

/**
 * Feeds a table's changes to a function, as an event source mapping does: in order, at least once, a failing batch cut
 * in two, retried, and at last given up to its destination. Where nothing is marked yet it reads from the beginning,
 * `LATEST` too: what was written while nothing ran is otherwise lost at every start.
 */
export function pollStream(options: PollerOptions): StreamSource {
  const { mapping, log } = options;
  const checkpoint = openCheckpoint(options.checkpointFile, options.engineStreamArn);
  const reader = readShards(options.engineStreamArn, options.streams, checkpoint);
  const filters = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => compilePattern(JSON.parse(Pattern)));
  const policy: RetryPolicy = {
    bisect: mapping.BisectBatchOnFunctionError,
    reportsItems: mapping.FunctionResponseTypes.length > 0,
    maximumRetries: mapping.MaximumRetryAttempts,
  };
  const wake = createWake();
  let stopped = false;
  const running = run();

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        const seen = await turn();
        if (seen === 0) await wake.wait(idleMs);
      } catch (error) {
        if (stopped) return;
        log(`${mapping.EventSourceArn}: ${error instanceof Error ? error.message : String(error)}`);
        await wake.wait(idleMs);
      }
    }
  }

  async function turn(): Promise<number> {
    const pages = await reader.read();
    const unfinished = new Set(pages.map(({ shardId }) => shardId));
    try {
      for (const { shardId, records, closed } of pages) {
        if (!(await deliver(shardId, records))) continue;
        const last = records.at(-1);
        if (closed) await checkpoint.set(shardId, { closed: true });
        else if (last) await checkpoint.set(shardId, { after: last.dynamodb.SequenceNumber });
        unfinished.delete(shardId);
      }
    } finally {
      // Their iterators are ahead of their marks: what was not handled is read once more.
      for (const shardId of unfinished) reader.reopen(shardId);
    }
    return pages.reduce((seen, { records, closed }) => seen + records.length + (closed ? 1 : 0), 0);
  }

  /** False when the runner stopped before all were handled. */
  async function deliver(shardId: string, records: StreamRecord[]): Promise<boolean> {
    const named = records.map((record) => ({
      ...record,
      awsRegion: options.region,
      eventSourceARN: mapping.EventSourceArn,
    }));
    const wanted = named.filter((record) => filters.length === 0 || filters.some((matches) => matches(record)));
    const done = await Promise.all(lanes(wanted, mapping.ParallelizationFactor).map((lane) => work(shardId, lane)));
    return done.every(Boolean);
  }

  async function work(shardId: string, records: StreamRecord[]): Promise<boolean> {
    const size = mapping.BatchSize ?? 100;
    const todo: Batch[] = Array.from({ length: Math.ceil(records.length / size) }, (_, page) => ({
      records: records.slice(page * size, (page + 1) * size),
      attempt: 0,
    }));
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
  }

  async function attempt(batch: Batch): Promise<Plan> {
    try {
      return afterAnswer(batch, await options.invoke({ Records: batch.records }), policy);
    } catch {
      return afterFailure(batch, policy);
    }
  }

  async function giveUp(what: Pick<GivenUp, "shardId" | "records" | "condition" | "invokeCount">): Promise<void> {
    const destination = mapping.DestinationConfig?.OnFailure?.Destination;
    const range = `${what.records[0]?.dynamodb.SequenceNumber}–${what.records.at(-1)?.dynamodb.SequenceNumber}`;
    log(`${mapping.EventSourceArn}: records ${range} are given up${destination ? "" : ", and nothing keeps them"}`);
    if (!destination) return;
    const givenUp = { ...what, functionArn: options.functionArn, streamArn: mapping.EventSourceArn };
    await options.discard(destination, JSON.stringify(discardNotice(givenUp)));
  }

  return {
    wake: wake.now,
    async stop() {
      stopped = true;
      wake.end();
      await running;
    },
  };
}

/** Records of one item stay in one lane, in order; lanes are worked on side by side. */
export function lanes(records: StreamRecord[], count: number): StreamRecord[][] {
  if (count <= 1) return [records];
  const laneOf = ({ dynamodb }: StreamRecord) => {
    let hash = 0;
    for (const character of JSON.stringify(dynamodb.Keys ?? null)) hash = (hash * 31 + character.charCodeAt(0)) | 0;
    return Math.abs(hash) % count;
  };
  const byLane = Map.groupBy(records, laneOf);
  return [...byLane.values()];
}

/** `limit` in seconds; -1: never. */
function isTooOld({ dynamodb }: StreamRecord, limit: number): boolean {
  return limit > 0 && Date.now() / 1000 - (dynamodb.ApproximateCreationDateTime ?? Number.POSITIVE_INFINITY) > limit;
}
