import { afterEach, describe, expect, test } from "vitest";
import type { MappingDeclaration } from "../../../../local/assembly/deployment.ts";
import { consumeQueue, type Source } from "../../../../local/sources/queue-consumer.ts";
import type { Queues, ReceivedMessage } from "../../../../local/sources/sqs.ts";
import { until } from "../../../support/until.ts";

const mapping: MappingDeclaration = {
  id: "m",
  FunctionName: "worker",
  EventSourceArn: "arn:aws:sqs:ca-central-1:000000000000:jobs",
  Enabled: true,
  BatchSize: 10,
  MaximumBatchingWindowInSeconds: 0,
  FunctionResponseTypes: ["ReportBatchItemFailures"],
  BisectBatchOnFunctionError: false,
  MaximumRetryAttempts: -1,
  MaximumRecordAgeInSeconds: -1,
  ParallelizationFactor: 1,
};

const message = (id: string, body: unknown = {}, receiveCount = 1): ReceivedMessage => ({
  MessageId: id,
  ReceiptHandle: `handle-${id}`,
  Body: JSON.stringify(body),
  MD5OfBody: "",
  Attributes: { ApproximateReceiveCount: String(receiveCount) },
});

/** A queue that gives these messages once and then waits, and remembers what became of them. */
const queueOf = (...messages: ReceivedMessage[]) => {
  const removed: string[] = [];
  const returned: Record<string, number> = {};
  const queues: Queues = {
    receive: (_arn, count, _wait, signal) => {
      const batch = messages.splice(0, count);
      if (batch.length > 0) return Promise.resolve(batch);
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    },
    send: async () => undefined,
    remove: async (_arn, gone) => void removed.push(...gone.map(({ MessageId }) => MessageId)),
    giveBack: async (_arn, back, seconds) => {
      for (const { MessageId } of back) returned[MessageId] = seconds;
    },
  };
  return { queues, removed, returned };
};

let source: Source | undefined;
afterEach(() => source?.stop());

const consume = (
  queues: Queues,
  invoke: (event: unknown) => Promise<unknown>,
  own: Partial<MappingDeclaration> = {},
) => {
  source = consumeQueue({
    mapping: { ...mapping, ...own },
    queues,
    region: "ca-central-1",
    invoke,
    concurrency: 1,
    retryDelay: (receiveCount) => receiveCount * 10,
    log: () => undefined,
  });
};

const settled = (state: { removed: string[]; returned: object }, count: number) =>
  until(async () => state.removed.length + Object.keys(state.returned).length === count, "every message is settled");

describe("a queue's consumer", () => {
  test("removes what succeeded and gives back what is reported as failed, later with every try", async () => {
    const state = queueOf(message("a"), message("b", {}, 3), message("c"));
    consume(state.queues, async () => ({ batchItemFailures: [{ itemIdentifier: "b" }] }));
    await settled(state, 3);
    expect(state).toMatchObject({ removed: ["a", "c"], returned: { b: 30 } });
  });

  test("gives the whole batch back when the function throws or names a message it never had", async () => {
    for (const invoke of [
      () => Promise.reject(new Error("no")),
      async () => ({ batchItemFailures: [{ itemIdentifier: "z" }] }),
    ]) {
      const state = queueOf(message("a"), message("b"));
      consume(state.queues, invoke);
      await settled(state, 2);
      expect(state).toMatchObject({ removed: [], returned: { a: 10, b: 10 } });
      await source?.stop();
    }
  });

  test("an answer about single messages means nothing when the mapping does not ask for it", async () => {
    const state = queueOf(message("a"));
    consume(state.queues, async () => ({ batchItemFailures: [{ itemIdentifier: "a" }] }), {
      FunctionResponseTypes: [],
    });
    await settled(state, 1);
    expect(state.removed).toEqual(["a"]);
  });

  test("removes what its filters refuse, and shows it to nobody", async () => {
    const state = queueOf(message("a", { kind: "yes" }), message("b", { kind: "no" }));
    const seen: unknown[] = [];
    const Filters = [{ Pattern: '{"body":{"kind":["yes"]}}' }];
    consume(state.queues, async (event) => void seen.push(event), { FilterCriteria: { Filters } });
    await settled(state, 2);
    expect(seen).toMatchObject([{ Records: [{ messageId: "a", eventSource: "aws:sqs", body: '{"kind":"yes"}' }] }]);
    expect(state.removed.toSorted()).toEqual(["a", "b"]);
  });

  test("fills its batch while the batching window is open", async () => {
    const state = queueOf(...Array.from({ length: 25 }, (_, index) => message(String(index))));
    const sizes: number[] = [];
    const invoke = async (event: unknown) => void sizes.push(JSON.stringify(event).split('"messageId"').length - 1);
    consume(state.queues, invoke, { BatchSize: 25, MaximumBatchingWindowInSeconds: 1 });
    await settled(state, 25);
    expect(sizes).toEqual([25]);
  });
});
