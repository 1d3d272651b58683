import { Duration, Stack } from "aws-cdk-lib";
import { type EventPattern, type IEventBus, type IRuleTarget, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { Background } from "../background.ts";
import type { FeatureFunction } from "./feature-function.ts";
import { QueueConsumer } from "./queue-consumer.ts";

export interface DispatcherProps {
  /** Runs `functions/platform/dispatch-event.ts`. */
  readonly worker: FeatureFunction;
  readonly background: Background;
}

export interface Dispatch {
  /** @default the account's default bus, where AWS services speak */
  readonly bus?: IEventBus;
  readonly pattern: EventPattern;
  /** What the work is called, such as `document-mails`. */
  readonly name: string;
  readonly worker: FeatureFunction;
  /** What it means for the business when the work is not done; each dead letter says it. */
  readonly impact: string;
}

/** A worker must be done within it, so that its neighbours in a batch do not wait for it. */
const longestDispatch = Duration.seconds(60);

/**
 * One queue for the events of all workers that take them one by one and are done within a minute, and a function that
 * invokes the worker that each event is for. A queue for each of them would cost a quarter of a dollar a month idle, for
 * Lambda's polling, and take two more function instances: see docs/adr/0030.
 */
export class Dispatcher extends Construct {
  readonly #consumer: QueueConsumer;
  readonly #dispatcher: FeatureFunction;

  constructor(scope: Construct, id: string, { worker, background }: DispatcherProps) {
    super(scope, id);
    this.#dispatcher = worker;
    this.#consumer = new QueueConsumer(this, "Events", {
      name: "events",
      worker,
      concurrency: background.perQueue,
      batchSize: background.perDispatch,
      // A provider that is out for half an hour is outlasted by five tries.
      hidden: Duration.minutes(6),
      impact:
        "Something that follows from a change was given up after five tries: an e-mail, a reminder, a clean-up. Each " +
        "dead letter says what, and what that means. See docs/runbook.md#dead-letters",
    });
    const { queue, deadLetters } = this.#consumer;
    const rules = Stack.of(this).formatArn({ service: "events", resource: "rule", resourceName: "*" });
    // One statement for all rules: the policy of a queue takes no more than twenty.
    for (const target of [queue, deadLetters]) {
      target.addToResourcePolicy(
        new PolicyStatement({
          sid: "AllowRules",
          principals: [new ServicePrincipal("events.amazonaws.com")],
          actions: ["sqs:SendMessage"],
          resources: [target.queueArn],
          conditions: { ArnLike: { "aws:SourceArn": rules } },
        }),
      );
    }
  }

  /** Leads events to a worker. The rule stands in the stack of its feature. */
  route(scope: Construct, id: string, { bus, pattern, name, worker, impact }: Dispatch): void {
    if (worker.timeout.toSeconds() > longestDispatch.toSeconds())
      throw new Error(`${worker.node.path} may run for longer than a minute: give it a queue of its own (onOwnQueue).`);
    this.#dispatcher.allow(["lambda:InvokeFunction"], [worker.lambda.functionArn]);
    new Rule(scope, id, {
      ...(bus && { eventBus: bus }),
      eventPattern: pattern,
      targets: [this.#target({ name, impact, worker: worker.lambda.functionArn })],
    });
  }

  /** Without the statement for each rule that the target of the library adds to the queue's policy. */
  #target(message: Readonly<Record<"name" | "impact" | "worker", string>>): IRuleTarget {
    const { queue, deadLetters } = this.#consumer;
    return {
      bind: () => ({
        arn: queue.queueArn,
        deadLetterConfig: { arn: deadLetters.queueArn },
        input: new WithEvent(message),
      }),
    };
  }
}

/** The message of a dispatch: `event` is the whole event, as EventBridge puts it in for `<aws.events.event.json>`. */
class WithEvent extends RuleTargetInput {
  readonly #message: Readonly<Record<string, string>>;

  constructor(message: Readonly<Record<string, string>>) {
    super();
    this.#message = message;
  }

  bind() {
    const members = Object.entries(this.#message).map(([name, value]) => `"${name}":${JSON.stringify(value)}`);
    return { inputTemplate: `{${members.join(",")},"event":<aws.events.event.json>}`, inputPathsMap: {} };
  }
}
