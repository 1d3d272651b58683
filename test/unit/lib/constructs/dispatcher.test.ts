import { Duration } from "aws-cdk-lib";
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { Feature } from "../../../../lib/features/feature.ts";
import type { AppStack } from "../../../../lib/stacks/app-stack.ts";
import { manifest } from "../../../../shared/http/contract.ts";
import { Samples } from "../../../support/sample-feature.ts";
import { synthesise } from "../../../support/synth.ts";
import { list, record, resources, statements } from "../../../support/template.ts";

const { main } = synthesise([Samples]);

describe("events that workers take one by one", () => {
  it("come by one queue, each with its worker and what it means when it is not handled", () => {
    main.hasResourceProperties("AWS::Events::Rule", {
      EventPattern: { "detail-type": ["sample.made"], detail: { resource: { kind: ["large"] } } },
      Targets: [
        Match.objectLike({
          Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("^DispatcherEventsQueue"), "Arn"] },
          DeadLetterConfig: { Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("^DispatcherEventsDeadLetters"), "Arn"] } },
        }),
      ],
    });
    const [rule] = resources(main, "AWS::Events::Rule").filter(({ id }) => id.includes("MadeRule"));
    const { InputTransformer } = record(list(rule?.properties.Targets)[0]);
    const template = JSON.stringify(record(InputTransformer).InputTemplate);
    expect(template).toContain("New samples are not read. See docs/runbook.md#samples");
    expect(template).toContain("<aws.events.event.json>");
  });

  it("are handed on by a function that may invoke those workers and nothing else", () => {
    const invoking = statements(main).filter(({ actions }) => actions.includes("lambda:InvokeFunction"));
    expect(invoking).toEqual([
      expect.objectContaining({ resources: [expect.stringMatching(/ReadSampleFunction\w+","Arn"/)] }),
    ]);
  });

  it("are let in by one statement for all rules, because a queue's policy takes twenty at most", () => {
    const [policy] = resources(main, "AWS::SQS::QueuePolicy").filter(({ id }) =>
      id.startsWith("DispatcherEventsQueue"),
    );
    expect(list(record(policy?.properties.PolicyDocument).Statement)).toHaveLength(2);
  });

  it("do not wait for a worker that takes its time: it wants a queue of its own", () => {
    class Slow extends Feature {
      constructor(app: AppStack) {
        super(app, manifest("slow", "Slow", {}));
        const worker = this.worker("takes-long", { timeout: Duration.minutes(2) });
        this.on({ types: ["sample.made"] }, "slow", worker, { impact: "It is slow." });
      }
    }
    expect(() => synthesise([Slow])).toThrow(/queue of its own/);
  });
});
