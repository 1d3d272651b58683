import type { JsonCall } from "../provision/engine-call.ts";

export interface ReceivedMessage {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  Attributes?: Record<string, string>;
  MessageAttributes?: Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>;
}

/** The few things the wiring does with queues, straight at their engine. Queues are named by ARN. */
export interface Queues {
  /** Waits up to 20 s for a message. */
  receive(arn: string, count: number, waitSeconds: number, signal?: AbortSignal): Promise<ReceivedMessage[]>;
  send(arn: string, body: string, options?: { groupId?: string; attributes?: Record<string, string> }): Promise<void>;
  remove(arn: string, messages: ReceivedMessage[]): Promise<void>;
  /** Makes them visible again after so many seconds. */
  giveBack(arn: string, messages: ReceivedMessage[], seconds: number): Promise<void>;
}

export const createQueues = (sqs: JsonCall): Queues => {
  return {
    async receive(arn, count, waitSeconds, signal) {
      const { Messages = [] } = await sqs<{ Messages?: ReceivedMessage[] }>(
        "ReceiveMessage",
        {
          QueueUrl: urlOf(arn),
          MaxNumberOfMessages: count,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ["All"],
          MessageAttributeNames: ["All"],
        },
        signal,
      );
      return Messages;
    },
    async send(arn, body, { groupId, attributes = {} } = {}) {
      await sqs("SendMessage", {
        QueueUrl: urlOf(arn),
        MessageBody: inBasicCharacters(body),
        ...(groupId !== undefined && { MessageGroupId: groupId, MessageDeduplicationId: crypto.randomUUID() }),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
        ),
      });
    },
    async remove(arn, messages) {
      for (const Entries of entriesOf(messages)) await sqs("DeleteMessageBatch", { QueueUrl: urlOf(arn), Entries });
    },
    async giveBack(arn, messages, seconds) {
      for (const entries of entriesOf(messages)) {
        // At 0 the engine loses the message.
        const Entries = entries.map((entry) => ({ ...entry, VisibilityTimeout: Math.max(1, seconds) }));
        await sqs("ChangeMessageVisibilityBatch", { QueueUrl: urlOf(arn), Entries });
      }
    },
  };
};

/**
 * The engine refuses what SQS takes: characters beyond U+FFFF, such as emoji, which it sees in two halves. What goes
 * through the bus is JSON, and says the same with escapes.
 */
const inBasicCharacters = (body: string): string =>
  body.replace(/[\ud800-\udfff]/g, (half) => `\\u${half.charCodeAt(0).toString(16)}`);

/** The engine looks only at the name at the end of a queue's address. */
const urlOf = (arn: string): string => `http://127.0.0.1/000000000000/${arn.split(":").at(-1)}`;

/** Batch calls take ten entries at most. */
const entriesOf = (messages: ReceivedMessage[]): { Id: string; ReceiptHandle: string }[][] => {
  const entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  return Array.from({ length: Math.ceil(entries.length / 10) }, (_, page) => entries.slice(page * 10, page * 10 + 10));
};
