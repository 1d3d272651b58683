import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { Samples } from "../../../support/sample-feature.ts";
import { synthesise } from "../../../support/synth.ts";
import { resources, target } from "../../../support/template.ts";

const { main } = synthesise([Samples]);

const mapping = (batchSize: number) => {
  const found = resources(main, "AWS::Lambda::EventSourceMapping").find(
    ({ properties }) => properties.BatchSize === batchSize && target(properties.EventSourceArn).startsWith("Samples"),
  );
  if (!found) throw new Error(`No event source takes ${batchSize} at once.`);
  return found.properties;
};

describe("a queue and its worker", () => {
  it("return a message that failed alone", () => {
    main.allResourcesProperties("AWS::Lambda::EventSourceMapping", {
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  it("take one message at a time, and few side by side, where the worker says so", () => {
    expect(mapping(1)).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 3 } });
  });

  it("gather a large batch for a moment", () => {
    main.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  it("hide a single message for as long as its job may take and as long again, a minute at most", () => {
    main.hasResourceProperties("AWS::SQS::Queue", { VisibilityTimeout: 40, RedrivePolicy: Match.anyValue() });
  });

  it("hide a batch for six times the worker's time, as Lambda advises", () => {
    main.hasResourceProperties("AWS::SQS::Queue", { VisibilityTimeout: 360, RedrivePolicy: Match.anyValue() });
  });

  it("give up after five tries, and keep the dead letters for two weeks", () => {
    main.hasResourceProperties("AWS::SQS::Queue", { RedrivePolicy: Match.objectLike({ maxReceiveCount: 5 }) });
    main.hasResourceProperties("AWS::SQS::Queue", { MessageRetentionPeriod: 1209600 });
  });

  it("ring at the first dead letter, with the sentence of the feature", () => {
    main.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "ApproximateNumberOfMessagesVisible",
      Threshold: 0,
      AlarmDescription: "Samples do not go out. See docs/runbook.md#samples",
    });
  });

  it("tell a sender where the queue is, by the queue's name", () => {
    main.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: Match.objectLike({ QUEUE_OUT_BOX: Match.anyValue() }) },
    });
  });
});
