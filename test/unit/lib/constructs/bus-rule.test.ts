import { Match } from "aws-cdk-lib/assertions";
import { describe, it } from "vitest";
import { Samples } from "../../../support/sample-feature.ts";
import { synthesise } from "../../../support/synth.ts";

const { main } = synthesise([Samples]);

describe("a rule", () => {
  it("picks our own events from our own bus by their type", () => {
    main.hasResourceProperties("AWS::Events::Rule", {
      EventBusName: Match.anyValue(),
      EventPattern: { "detail-type": ["sample.made"], detail: { resource: { kind: ["large"] } } },
      Targets: [Match.objectLike({ Arn: Match.anyValue(), Input: Match.absent(), InputPath: Match.absent() })],
    });
  });

  it("picks the events of AWS from the default bus", () => {
    main.hasResourceProperties("AWS::Events::Rule", {
      EventBusName: Match.absent(),
      EventPattern: { source: ["aws.s3"], "detail-type": ["Object Created"] },
    });
  });
});
