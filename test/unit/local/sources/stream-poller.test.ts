import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MappingDeclaration } from "../../../../local/assembly/deployment.ts";
import type { StreamFile } from "../../../../local/engines/stream-file.ts";
import type { StreamRecord } from "../../../../local/sources/batch-plan.ts";
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

/** A stream that holds these records, and more as the list grows. */
const streamOf = (records: readonly StreamRecord[]): Omit<StreamFile, "close"> => ({
  shardId: "s",
  after(number, most) {
    const found = records.filter(({ dynamodb }) => Number(dynamodb.SequenceNumber) > number).slice(0, most);
    const last = found.at(-1)?.dynamodb.SequenceNumber;
    return { records: found, last: last === undefined ? undefined : Number(last) };
  },
});
const record = (sequence: number, own: object = {}): StreamRecord => ({
  eventName: "INSERT",
  dynamodb: { SequenceNumber: String(sequence), Keys: { pk: { S: `k${sequence}` } }, ...own },
});
const keyed = (sequence: number, pk: string) => record(sequence, { Keys: { pk: { S: pk } } });
const count = (length: number) => Array.from({ length }, (_, index) => record(index + 1));

let folder: string;
let source: StreamSource | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-"));
});
afterEach(async () => {
  await source?.stop();
  rmSync(folder, { recursive: true });
});

const poll = (records: StreamRecord[], own: Partial<PollerOptions> = {}) => {
  const handled: number[] = [];
  const notices: string[] = [];
  source = pollStream({
    mapping,
    engineStreamArn: "arn:engine",
    stream: streamOf(records),
    partitionKey: "pk",
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
};
const marked = () => JSON.parse(readFileSync(join(folder, "mark.json"), "utf8")).after;

describe("a stream's poller", () => {
  test("hands over every record in order, and isolates one that fails", async () => {
    const { handled, notices } = poll(Array.from({ length: 25 }, (_, index) => keyed(index + 1, "acc_1")));
    await until(async () => marked() === 25, "the last record is marked");
    expect(handled).toEqual([...Array(26).keys()].filter((sequence) => sequence > 0 && sequence !== 7));
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
    records.push(record(2));
    source?.wake();
    await until(async () => handled.length === 2, "the second record", 0.5);
  });

  test("shows only what its filters want, and marks the rest as read", async () => {
    const records = [record(1), keyed(2, "acc_1"), record(3)];
    const FilterCriteria = { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"acc_"}]}}}}' }] };
    const { handled } = poll(records, { mapping: { ...mapping, FilterCriteria } });
    await until(async () => marked() === 3, "all are marked");
    expect(handled).toEqual([2]);
  });

  test("goes on after its mark when it is started again", async () => {
    const records = count(3);
    poll(records);
    await until(async () => marked() === 3, "all are marked");
    await source?.stop();
    const { handled } = poll([...records, record(4)]);
    await until(async () => marked() === 4, "the new one is marked");
    expect(handled).toEqual([4]);
  });

  test("marks nothing that is not handled, whatever was handled behind it", async () => {
    const held = Promise.withResolvers<void>();
    const records = [keyed(1, "acc_1#a"), keyed(2, "acc_2#b"), keyed(3, "acc_1#c"), keyed(4, "acc_2#d")];
    const batches: string[][] = [];
    poll(records, {
      mapping: { ...mapping, BatchSize: 1, ParallelizationFactor: 2 },
      invoke: async (event) => {
        const sequences = (event as Seen).Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
        batches.push(sequences);
        if (sequences.includes("1")) await held.promise;
      },
    });
    await until(async () => batches.length === 3, "the other line is handled");
    expect(batches.flat()).toEqual(["1", "2", "4"]);
    expect(() => marked()).toThrow();
    held.resolve();
    await until(async () => marked() === 4, "all are marked");
    expect(batches.flat()).toEqual(["1", "2", "4", "3"]);
  });

  test("a flood of one account keeps nobody of another waiting", async () => {
    const flood = Array.from({ length: 900 }, (_, index) => keyed(index + 1, `acc_1#${index}`));
    const seen: number[] = [];
    const invoke = async (event: unknown): Promise<void> => {
      seen.push(...(event as Seen).Records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber)));
    };
    const { handled } = poll([...flood, keyed(901, "acc_2#a")], {
      mapping: { ...mapping, MaximumRetryAttempts: -1 },
      invoke,
    });
    await until(async () => seen.length === 901, "all are handled");
    expect(handled).toEqual([]);
    expect(seen.indexOf(901)).toBeLessThan(10);
    expect(seen.filter((sequence) => sequence < 901)).toEqual([...Array(900).keys()].map((index) => index + 1));
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
    await until(async () => notices.length === 1 && handled.includes(9), "the poison is put away");
    expect(new Set(handled)).toEqual(new Set([1, 2, 3, 4, 5, 6, 8, 9]));
  });

  test("gives up records that are too old", async () => {
    const old = record(1, { ApproximateCreationDateTime: Date.now() / 1000 - 100 });
    const { handled, notices } = poll([old, record(2, { ApproximateCreationDateTime: Date.now() / 1000 })], {
      mapping: { ...mapping, MaximumRecordAgeInSeconds: 60 },
    });
    await until(async () => marked() === 2, "all are marked");
    expect(handled).toEqual([2]);
    expect(notices[0]).toContain("RecordAgeExceeded");
  });
});
