import type { Queues } from "../sources/sqs.ts";

export interface Delivery {
  /** ARN of a queue, a function or a bus. */
  arn: string;
  body: string;
  groupId?: string;
  retries?: number;
  deadLetterArn?: string;
  /** For the console and the attributes of a dead letter. */
  from: string;
}

export interface Targets {
  /** True for an ARN that something here can receive. */
  knows(arn: string): boolean;
  /**
   * Delivers now, tries again when that fails, and at last hands it to the dead-letter queue.
   * @throws when not even that takes it (a full disk): whoever told of the event tells of it again.
   */
  deliver(delivery: Delivery): Promise<void>;
}

interface TargetOptions {
  queues: Queues;
  queueArns: ReadonlySet<string>;
  functionArns: ReadonlySet<string>;
  /** Takes an event for a function that nobody waits for. */
  invokeAsync(functionArn: string, event: string): Promise<void>;
  log(line: string): void;
}

/** Everything here runs on one machine: what fails a few times in a row fails for ever. */
const mostRetries = 3;

export const createTargets = ({ queues, queueArns, functionArns, invokeAsync, log }: TargetOptions): Targets => {
  const send = async ({ arn, body, groupId }: Delivery): Promise<void> => {
    if (functionArns.has(arn)) return invokeAsync(arn, body);
    if (queueArns.has(arn)) return queues.send(arn, body, { groupId });
    throw new Error(`Nothing here receives for ${arn}`);
  };

  const isKnown = (arn: string) => functionArns.has(arn) || queueArns.has(arn);

  return {
    knows: isKnown,
    async deliver(delivery) {
      const retries = Math.min(delivery.retries ?? mostRetries, mostRetries);
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await send(delivery);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          log(`${delivery.from} → ${delivery.arn}: ${reason}`);
          if (attempt < retries) continue;
          const attributes = { ERROR_MESSAGE: reason, TARGET_ARN: delivery.arn };
          if (delivery.deadLetterArn) await queues.send(delivery.deadLetterArn, delivery.body, { attributes });
          else if (isKnown(delivery.arn)) throw error;
          return;
        }
      }
    },
  };
};
