import { type EventPattern, type IEventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import type { QueueConsumer } from "./queue-consumer.ts";

export interface BusRuleProps {
  /** @default the account's default bus, where AWS services speak */
  readonly bus?: IEventBus;
  readonly pattern: EventPattern;
  readonly consumer: QueueConsumer;
}

/** Leads events to a queue, envelope and all; what EventBridge cannot deliver lands with the queue's dead letters. */
export class BusRule extends Construct {
  constructor(scope: Construct, id: string, { bus, pattern, consumer }: BusRuleProps) {
    super(scope, id);
    new Rule(this, "Rule", {
      ...(bus && { eventBus: bus }),
      eventPattern: pattern,
      targets: [new SqsQueue(consumer.queue, { deadLetterQueue: consumer.deadLetters })],
    });
  }
}
