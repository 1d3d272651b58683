import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MappingDeclaration } from "../../../../local/assembly/deployment.ts";
import type { JsonCall } from "../../../../local/provision/engine-call.ts";
import { type PollerOptions, pollStream, type StreamSource } from "../../../../local/sources/stream-poller.ts";
import { until } from "../../../support/until.ts";

const mapping: MappingDeclaration = {
  id: "m",
  FunctionName: "projector",
  EventSourceArn: "arn:aws:dynamodb:ca-central-1:000000000000:table/T/stream/local",
  Enabled: true,
  BatchSize: 10,
  MaximumBatchingWindowInSeconds: 0,
  FunctionResponseTypes: [],
  BisectBatchOnFunctionError: true,
  MaximumRetryAttempts: 0,
  MaximumRecordAgeInSeconds: -1,
  ParallelizationFactor: 1,
  DestinationConfig: { OnFailure: { Destination: "arn:dead" } },
};

interface Seen {
  Records: { eventSourceARN: string; dynamodb: { SequenceNumber: string } }[];
}

/** One open shard; positions are indexes of the list, which may grow. */
function streamOf(records: object[]): JsonCall {
  const answers: Record<string, (input: Record<string, string>) => object> = {
    DescribeStream: () => ({ StreamDescription: { Shards: [{ ShardId: "s" }] } }),
    GetShardIterator: ({ SequenceNumber }) => ({
      ShardIterator: SequenceNumber ? String(Number(SequenceNumber) + 1) : "0",
    }),
    GetRecords: ({ ShardIterator }) => ({
      Records: records.slice(Number(ShardIterator)),
      NextShardIterator: String(Math.max(records.length, Number(ShardIterator))),
    }),
  };
  return async <Answer>(operation: string, input: object) =>
    answers[operation]?.(Object.fromEntries(Object.entries(input))) as Answer;
}
const record = (sequence: number, own: object = {}) => ({
  eventName: "INSERT",
  dynamodb: { SequenceNumber: String(sequence), Keys: { pk: { S: `k${sequence}` } }, ...own },
});
const count = (length: number) => Array.from({ length }, (_, index) => record(index));

let folder: string;
let source: StreamSource | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-"));
});
afterEach(async () => {
  await source?.stop();
  rmSync(folder, { recursive: true });
});

function poll(records: object[], own: Partial<PollerOptions> = {}) {
  const handled: number[] = [];
  const notices: string[] = [];
  source = pollStream({
    mapping,
    engineStreamArn: "arn:engine",
    streams: streamOf(records),
    region: "ca-central-1",
    checkpointFile: join(folder, "mark.json"),
    functionArn: "arn:function",
    invoke: async (event) => {
      const { Records } = event as Seen;
      const sequences = Records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
      if (sequences.includes(7)) throw new Error("poison");
      handled.push(...sequences);
    },
    discard: async (_arn, notice) => void notices.push(notice),
    log: () => undefined,
    ...own,
  });
  return { handled, notices };
}
const marked = () => JSON.parse(readFileSync(join(folder, "mark.json"), "utf8")).shards.s.after;

describe("a stream's poller", () => {
  test("hands over every record in order, and isolates one that fails", async () => {
    const { handled, notices } = poll(count(25));
    await until(async () => marked() === "24", "the last record is marked");
    expect(handled).toEqual([...Array(25).keys()].filter((sequence) => sequence !== 7));
    expect(notices).toHaveLength(1);
    expect(JSON.parse(notices[0] ?? "")).toMatchObject({
      requestContext: { condition: "RetryAttemptsExhausted", functionArn: "arn:function" },
      DDBStreamBatchInfo: { startSequenceNumber: "7", endSequenceNumber: "7", batchSize: 1 },
    });
  });

  test("looks at once when it is woken", async () => {
    const records = count(1);
    const { handled } = poll(records);
    await until(async () => handled.length === 1, "the first record");
    records.push(record(1));
    source?.wake();
    await until(async () => handled.length === 2, "the second record", 0.5);
  });

  test("shows only what its filters want, and marks the rest as read", async () => {
    const records = [record(0), record(1, { Keys: { pk: { S: "acc_1" } } }), record(2)];
    const FilterCriteria = { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"acc_"}]}}}}' }] };
    const { handled } = poll(records, { mapping: { ...mapping, FilterCriteria } });
    await until(async () => marked() === "2", "all are marked");
    expect(handled).toEqual([1]);
  });

  test("goes on after its mark when it is started again", async () => {
    const records = count(3);
    poll(records);
    await until(async () => marked() === "2", "all are marked");
    await source?.stop();
    const { handled } = poll([...records, record(3)]);
    await until(async () => marked() === "3", "the new one is marked");
    expect(handled).toEqual([3]);
  });

  test("loses nothing when a poisoned record cannot be put away", async () => {
    let refusals = 2;
    const notices: string[] = [];
    const { handled } = poll(count(9), {
      discard: async (_arn, notice) => {
        if (refusals-- > 0) throw new Error("the queue is down");
        notices.push(notice);
      },
    });
    await until(async () => notices.length === 1 && handled.includes(8), "the poison is put away");
    expect(new Set(handled)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 8]));
  });

  test("gives up records that are too old", async () => {
    const old = record(0, { ApproximateCreationDateTime: Date.now() / 1000 - 100 });
    const { handled, notices } = poll([old, record(1, { ApproximateCreationDateTime: Date.now() / 1000 })], {
      mapping: { ...mapping, MaximumRecordAgeInSeconds: 60 },
    });
    await until(async () => marked() === "1", "all are marked");
    expect(handled).toEqual([1]);
    expect(notices[0]).toContain("RecordAgeExceeded");
  });
});
