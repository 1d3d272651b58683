import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { Samples } from "../../../support/sample-feature.ts";
import { synthesise } from "../../../support/synth.ts";
import { statements } from "../../../support/template.ts";

const { main } = synthesise([Samples]);

describe("a follower of the table's changes", () => {
  it("halves a batch that fails, tries five times, and puts the poison aside", () => {
    main.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      BatchSize: 100,
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      StartingPosition: "TRIM_HORIZON",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });

  it("may read the one stream and nothing else of that kind", () => {
    const reading = statements(main).filter(({ actions }) => actions.includes("dynamodb:GetRecords"));
    expect(reading).toHaveLength(1);
    expect(reading[0]?.resources).toEqual([expect.stringMatching(/ExportsOutputFnGetAttTable\w+StreamArn/)]);
  });

  it("rings when it is late and when it gave up on a record", () => {
    main.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "IteratorAge",
      Threshold: 600_000,
      AlarmDescription: Match.stringLikeRegexp("more than ten minutes late. Nobody hears of changed samples"),
    });
    main.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "ApproximateNumberOfMessagesVisible",
      AlarmDescription: "Nobody hears of changed samples. See docs/runbook.md#samples",
    });
  });
});
