import { Duration, Validations } from "aws-cdk-lib";
import { type Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import { EventSourceMapping, FilterCriteria, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { Alarm, fiveMinutes } from "./alarm.ts";
import type { FeatureFunction } from "./feature-function.ts";
import { queueOf } from "./queue-consumer.ts";

export interface FollowOptions {
  /** What it means for the business when changes are not followed, and what to do. */
  readonly impact: string;
  /** Event patterns; a record that none of them matches never reaches the function. @default all records */
  readonly patterns?: readonly object[];
  /** How many batches of one shard are handled side by side; changes of one key stay in order. @default the share of each shard, see lib/background.ts */
  readonly parallel?: number;
  /**
   * The follower puts poison records into the failures itself (`env.queueUrl("failures")`), so that a batch fails for
   * errors of the moment only: it is brought again until it is as old as the stream remembers. @default five tries
   */
  readonly setsAside?: boolean;
}

export interface StreamConsumerProps extends FollowOptions {
  readonly table: ITableV2;
  readonly follower: FeatureFunction;
}

/** A stream keeps a record for 24 hours. */
const REMEMBERED = Duration.hours(24);

/**
 * A follower of the table's changes. A batch that fails is halved until the poison record stands alone; after five
 * tries its position goes to the failures, and the shard moves on. A follower that sets poison aside itself gets its batch
 * again for a day.
 */
export class StreamConsumer extends Construct {
  readonly failures: Queue;
  /** How old the record at hand is, in milliseconds. */
  readonly lag: Metric;

  constructor(scope: Construct, id: string, { table, follower, impact, setsAside, ...options }: StreamConsumerProps) {
    super(scope, id);
    const stream = table.tableStreamArn;
    if (!stream) throw new Error("The table has no stream to follow.");

    this.failures = queueOf(this, "Failures", { retentionPeriod: Duration.days(14) });
    Validations.of(this.failures).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "This queue is the last resort itself: nothing reads it but people, and an alarm tells them to.",
    });
    follower.allow(
      ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
      [stream],
    );
    if (setsAside) {
      this.failures.grantSendMessages(follower.lambda);
      follower.setVariable("QUEUE_FAILURES", this.failures.queueUrl);
    }
    new EventSourceMapping(this, "Source", {
      target: follower.lambda,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: options.parallel ?? 1,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      ...(setsAside ? { maxRecordAge: REMEMBERED } : { retryAttempts: 5 }),
      onFailure: new SqsDlq(this.failures),
      ...(options.patterns && { filters: options.patterns.map((pattern) => FilterCriteria.filter(pattern)) }),
    }).node.addDependency(follower);

    this.lag = follower.lambda.metric("IteratorAge", { period: fiveMinutes, statistic: Stats.MAXIMUM });
    new Alarm(this, "FailuresAlarm", {
      metric: this.failures.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes, statistic: Stats.MAXIMUM }),
      impact,
    });
    new Alarm(this, "LagAlarm", {
      metric: this.lag,
      above: Duration.minutes(10).toMilliseconds(),
      impact: `Changes are followed more than ten minutes late. ${impact}`,
    });
  }
}
