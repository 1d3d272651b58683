import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  afterAnswer,
  afterFailure,
  type Batch,
  type RetryPolicy,
  type StreamRecord,
} from "../../../../local/sources/batch-plan.ts";

const record = (sequence: number, key = sequence): StreamRecord => ({
  dynamodb: { SequenceNumber: String(sequence), Keys: { pk: { S: `k${key}` } } },
});
const batchOf = (count: number, attempt = 0): Batch => ({
  records: Array.from({ length: count }, (_, index) => record(index)),
  attempt,
});
const numbers = (batches: Batch[]) =>
  batches.map(({ records }) => records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber)));

const policy: RetryPolicy = { bisect: true, reportsItems: true, maximumRetries: 2 };

describe("after a call that threw", () => {
  test("a batch is cut in two, without counting as a retry", () => {
    const { retry, discard } = afterFailure(batchOf(5, 1), policy);
    expect(numbers(retry)).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(retry.map(({ attempt }) => attempt)).toEqual([0, 0]);
    expect(discard).toBeUndefined();
  });

  test("a single record is retried, and given up when its retries are used up", () => {
    expect(afterFailure(batchOf(1, 1), policy).retry).toMatchObject([{ attempt: 2 }]);
    expect(afterFailure(batchOf(1, 2), policy)).toMatchObject({ retry: [], discard: [record(0)] });
  });

  test("without bisecting the whole batch is retried, then given up", () => {
    const whole = { ...policy, bisect: false };
    expect(numbers(afterFailure(batchOf(3, 0), whole).retry)).toEqual([[0, 1, 2]]);
    expect(afterFailure(batchOf(3, 2), whole).discard).toHaveLength(3);
  });

  test("-1 retries for ever", () => {
    expect(afterFailure(batchOf(1, 1000), { ...policy, maximumRetries: -1 }).discard).toBeUndefined();
  });
});

describe("after an answer", () => {
  const failed = (...sequences: number[]) => ({
    batchItemFailures: sequences.map((sequence) => ({ itemIdentifier: String(sequence) })),
  });

  test("no failures, or none asked for: done", () => {
    expect(afterAnswer(batchOf(3), null, policy).retry).toEqual([]);
    expect(afterAnswer(batchOf(3), failed(), policy).retry).toEqual([]);
    expect(afterAnswer(batchOf(3), failed(1), { ...policy, reportsItems: false }).retry).toEqual([]);
  });

  test("everything from the first failed record on is retried, in order", () => {
    expect(numbers(afterAnswer(batchOf(5), failed(4, 2), policy).retry)).toEqual([[2, 3, 4]]);
  });

  test("a first record that failed, or an answer that cannot be read, counts as a failure of all", () => {
    for (const answer of [failed(0), failed(99), { batchItemFailures: [{}] }, "nonsense"]) {
      expect(numbers(afterAnswer(batchOf(4), answer, policy).retry)).toEqual([
        [0, 1],
        [2, 3],
      ]);
    }
  });
});

property.prop([fc.integer({ min: 1, max: 40 }), fc.uniqueArray(fc.integer({ min: 0, max: 39 })), fc.boolean()])(
  "whatever is poisoned, the others are handled in order and only the poison is given up",
  (count, poison, reportsItems) => {
    const rules = { ...policy, reportsItems };
    const todo: Batch[] = [batchOf(count)];
    const handled: number[] = [];
    const given: number[] = [];
    for (let batch = todo.shift(); batch; batch = todo.shift()) {
      const sequences = batch.records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
      const first = sequences.findIndex((sequence) => poison.includes(sequence));
      handled.push(...sequences.slice(0, first < 0 ? undefined : first));
      const answer = { batchItemFailures: [{ itemIdentifier: String(sequences[first]) }] };
      const ok = first < 0;
      const { retry, discard } = ok
        ? afterAnswer(batch, null, rules)
        : reportsItems
          ? afterAnswer(batch, answer, rules)
          : afterFailure(batch, rules);
      given.push(...(discard ?? []).map(({ dynamodb }) => Number(dynamodb.SequenceNumber)));
      todo.unshift(...retry);
    }
    const poisoned = poison.filter((sequence) => sequence < count).toSorted((a, b) => a - b);
    expect(given).toEqual(poisoned);
    const healthy = Array.from({ length: count }, (_, index) => index).filter((index) => !poison.includes(index));
    expect([...new Set(handled)]).toEqual(healthy);
  },
);
