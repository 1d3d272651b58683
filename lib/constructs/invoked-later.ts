import { Duration, Validations } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { Alarm, fiveMinutes } from "./alarm.ts";
import type { FeatureFunction } from "./feature-function.ts";
import { queueOf } from "./queue-consumer.ts";

export interface InvokedLaterProps {
  /** The function's name in the code, such as `send-webhooks`. */
  readonly name: string;
  readonly worker: FeatureFunction;
  /** What it means for the business when its work is given up, and what to do. */
  readonly impact: string;
}

/**
 * A function that others have run without waiting for it. Lambda keeps what it is asked for by itself, so that no queue has
 * to be polled, and tries three times; what fails then goes to the failures.
 */
export class InvokedLater extends Construct {
  readonly failures: Queue;
  readonly #name: string;
  readonly #worker: FeatureFunction;

  constructor(scope: Construct, id: string, { name, worker, impact }: InvokedLaterProps) {
    super(scope, id);
    this.#name = name;
    this.#worker = worker;
    // The queue that asks for it may itself be asked by what it does.
    worker.allowLoops();
    this.failures = queueOf(this, "Failures", { retentionPeriod: Duration.days(14) });
    Validations.of(this.failures).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "This queue is the last resort itself: nothing reads it but people, and an alarm tells them to.",
    });
    worker.lambda.configureAsyncInvoke({
      onFailure: new SqsDestination(this.failures),
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
    });
    new Alarm(this, "FailuresAlarm", {
      metric: this.failures.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes, statistic: Stats.MAXIMUM }),
      impact,
    });
  }

  /** Lets a function have this one run, and tells it which that is. */
  grantInvoke(caller: FeatureFunction): void {
    const { functionArn } = this.#worker.lambda;
    caller.setVariable(`FUNCTION_${this.#name.toUpperCase().replaceAll("-", "_")}`, functionArn);
    caller.allow(["lambda:InvokeFunction"], [functionArn]);
  }
}
