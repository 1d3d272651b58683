import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { type IQueue, Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { QUEUE_TRIES } from "../../shared/app/queue.ts";
import { Alarm, fiveMinutes } from "./alarm.ts";
import type { FeatureFunction } from "./feature-function.ts";

export interface ConsumeOptions {
  /** What it means for the business when messages are not handled, and what to do. */
  readonly impact: string;
  /** Messages handed over together. @default 10 */
  readonly batchSize?: number;
  /** How long to gather a batch; more than 10 messages need at least a second. @default not at all */
  readonly batchWindow?: Duration;
  /** How many batches are handled side by side, 2 at least. @default the share of each queue, see lib/background.ts */
  readonly concurrency?: number;
  /** How often a message is tried before it goes to the dead letters. @default 5 */
  readonly attempts?: number;
}

export interface QueueConsumerProps extends ConsumeOptions {
  /** The queue's name in the code, such as `chunks`. */
  readonly name: string;
  readonly worker: FeatureFunction;
  /** How long a message is out of sight once it is taken. @default by how long the worker may run */
  readonly hidden?: Duration;
}

/**
 * A queue, the worker that empties it, the dead letters of what cannot be handled, and the alarms over both. A message
 * that fails alone returns alone (`ReportBatchItemFailures`).
 */
export class QueueConsumer extends Construct {
  readonly name: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** How long a message stays hidden while it is worked on; when its worker dies, it comes again after that. */
  readonly hidden: Duration;
  readonly #worker: FeatureFunction;

  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id);
    const { worker, impact, batchSize = 10 } = props;
    this.name = props.name;
    this.#worker = worker;
    this.hidden = props.hidden ?? hiddenFor(worker.timeout, batchSize);
    this.deadLetters = queueOf(this, "DeadLetters", { retentionPeriod: Duration.days(14) });
    this.queue = queueOf(this, "Queue", {
      retentionPeriod: Duration.days(4),
      visibilityTimeout: this.hidden,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.attempts ?? QUEUE_TRIES },
    });
    worker.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        reportBatchItemFailures: true,
        ...(props.batchWindow && { maxBatchingWindow: props.batchWindow }),
        ...(props.concurrency !== undefined && { maxConcurrency: props.concurrency }),
      }),
    );
    new Alarm(this, "DeadLettersAlarm", {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: fiveMinutes,
        statistic: Stats.MAXIMUM,
      }),
      impact,
    });
  }

  /**
   * Lets a function put messages here, and tells it where that is. Long work goes on by messages to oneself, or by those
   * of two functions to one another: the worker may be woken so as often as it takes.
   */
  grantSend(sender: FeatureFunction): void {
    this.#worker.allowLoops();
    sender.setVariable(this.variable("QUEUE"), this.queue.queueUrl);
    sender.allow(["sqs:SendMessage"], [this.queue.queueArn]);
  }

  /** `QUEUE_OUT_BOX` for the queue `out-box`: the variable that tells about it. */
  variable(prefix: string): string {
    return `${prefix}_${this.name.toUpperCase().replaceAll("-", "_")}`;
  }
}

export const queueOf = (
  scope: Construct,
  id: string,
  props: {
    readonly retentionPeriod: Duration;
    readonly visibilityTimeout?: Duration;
    readonly deadLetterQueue?: { readonly queue: IQueue; readonly maxReceiveCount: number };
  },
): Queue => new Queue(scope, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...props });

/**
 * Lambda's advice is six times the function's timeout, for the batches that wait while the function is throttled; a job
 * that comes alone only has to outlast its own run, by as long again or a minute.
 */
const hiddenFor = (timeout: Duration, batchSize: number): Duration => {
  const seconds = timeout.toSeconds();
  return Duration.seconds(batchSize === 1 ? seconds + Math.min(seconds, 60) : seconds * 6);
};
