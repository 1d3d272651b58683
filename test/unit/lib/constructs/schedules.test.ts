import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { features } from "../../../../lib/features/mounted.ts";
import { Samples } from "../../../support/sample-feature.ts";
import { synthesise } from "../../../support/synth.ts";
import { statements } from "../../../support/template.ts";

const { main } = synthesise([Samples]);

describe("schedules", () => {
  it("are made and taken back in one group only", () => {
    const scheduling = statements(main).filter(({ actions }) => actions.includes("scheduler:CreateSchedule"));
    expect(scheduling).toEqual([
      expect.objectContaining({
        actions: ["scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:UpdateSchedule"],
        resources: [expect.stringMatching(/:schedule\/App-Schedules-Group-\w+\/\*"/)],
      }),
    ]);
  });

  it("put their message into a queue by a role of their own, which the function may hand over", () => {
    main.hasResourceProperties("AWS::IAM::Role", {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({ Principal: { Service: "scheduler.amazonaws.com" } })],
      },
    });
    const passing = statements(main).filter(({ actions }) => actions.includes("iam:PassRole"));
    expect(passing).toEqual([
      expect.objectContaining({
        actions: ["iam:PassRole"],
        conditions: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
      }),
    ]);
    main.hasResourceProperties("AWS::Lambda::Function", {
      Environment: {
        Variables: Match.objectLike({
          SCHEDULE_GROUP: Match.anyValue(),
          SCHEDULER_ROLE_ARN: Match.anyValue(),
          QUEUE_ARN_OUT_BOX: Match.anyValue(),
          DEAD_LETTERS_ARN_OUT_BOX: Match.anyValue(),
        }),
      },
    });
  });

  it("take no place where nothing is scheduled", () => {
    synthesise(features.slice(0, 1)).main.resourceCountIs("AWS::Scheduler::ScheduleGroup", 0);
  });
});
