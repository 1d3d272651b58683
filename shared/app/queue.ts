import type { Log } from "../log.ts";

/** The part of an SQS event that the product reads. */
export interface QueueEvent {
  Records: { messageId: string; body: string; attributes: { ApproximateReceiveCount: string } }[];
}

export interface QueueAnswer {
  batchItemFailures: { itemIdentifier: string }[];
}

/** How often a message is tried before it goes to the dead letters, unless its queue says otherwise. */
export const QUEUE_TRIES = 5;

export interface Delivery {
  /** 1 for the first time. */
  receiveCount: number;
  messageId: string;
}

/** Whether a message goes to the dead letters when it fails once more. */
export const isLastTry = ({ receiveCount }: Delivery): boolean => receiveCount >= QUEUE_TRIES;

/**
 * The Lambda entry of a queue: each message on its own; one that throws returns to the queue, and after its last try to
 * the dead-letter queue. `read` turns the body into the message, and throws for what it does not know: unknown messages
 * must not vanish.
 */
export const queueConsumer = <Message, D extends { log: Log }>(
  read: (body: unknown) => Message,
  build: () => D,
  handle: (message: Message, deps: D, delivery: Delivery) => Promise<void>,
) => {
  let deps: D | undefined;
  return async (event: QueueEvent): Promise<QueueAnswer> => {
    deps ??= build();
    const ready = deps;
    const outcomes = await Promise.all(
      event.Records.map(async ({ messageId, body, attributes }) => {
        try {
          const delivery = { receiveCount: Number(attributes.ApproximateReceiveCount), messageId };
          await handle(read(JSON.parse(body)), ready, delivery);
          return [];
        } catch (error) {
          ready.log.error("MESSAGE_FAILED", error, { messageId });
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: outcomes.flat() };
  };
};

/** As {@link queueConsumer}, for messages that are worth handling together; the handler names those that failed. */
export const batchConsumer = <Message, D extends { log: Log }>(
  read: (body: unknown) => Message,
  build: () => D,
  handle: (messages: { message: Message; messageId: string }[], deps: D) => Promise<string[]>,
) => {
  let deps: D | undefined;
  return async (event: QueueEvent): Promise<QueueAnswer> => {
    deps ??= build();
    const failed: string[] = [];
    const messages: { message: Message; messageId: string }[] = [];
    for (const { messageId, body } of event.Records) {
      try {
        messages.push({ message: read(JSON.parse(body)), messageId });
      } catch (error) {
        deps.log.error("MESSAGE_FAILED", error, { messageId });
        failed.push(messageId);
      }
    }
    failed.push(...(await handle(messages, deps)));
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
};
