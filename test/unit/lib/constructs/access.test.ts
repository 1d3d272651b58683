import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { Samples } from "../../../support/sample-feature.ts";
import { synthesise } from "../../../support/synth.ts";
import { statements } from "../../../support/template.ts";

const { main } = synthesise([Samples]);
const actionsOf = (role: string) =>
  new Set(statements(main).flatMap(({ policy, actions }) => (policy.startsWith(role) ? actions : [])));

describe("what a function may do", () => {
  it("is what its feature grants, action by action", () => {
    expect([...actionsOf("SamplesReadSample")].sort()).toEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "s3:AbortMultipartUpload",
      "s3:PutObject",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
    ]);
  });

  it("is to read the table, or to write it too, by its three indexes", () => {
    expect([...actionsOf("SamplesSendSample")]).toEqual(expect.arrayContaining(["dynamodb:GetItem", "dynamodb:Query"]));
    expect([...actionsOf("SamplesSendSample")]).not.toContain("dynamodb:PutItem");
    expect([...actionsOf("SamplesApi")]).toContain("dynamodb:ConditionCheckItem");
    const [reading] = statements(main).filter(({ actions }) => actions.includes("dynamodb:Query"));
    for (const index of ["gsi1", "gsi2", "gsi3"]) {
      expect(reading?.resources.some((resource) => resource.includes(`/index/${index}"`))).toBe(true);
    }
  });

  it("comes with the variable that names what it may be done to", () => {
    const named = (variable: string) =>
      main.hasResourceProperties("AWS::Lambda::Function", {
        Environment: { Variables: Match.objectLike({ [variable]: Match.anyValue() }) },
      });
    for (const variable of ["FILES_BUCKET", "QUARANTINE_BUCKET", "BUS_NAME", "SIGNING_SECRET_ARN", "USER_POOL_ID"]) {
      named(variable);
    }
  });

  it("includes seeing that an object is not there, and erasing every version of one", () => {
    expect([...actionsOf("SamplesApi")]).toEqual(
      expect.arrayContaining(["s3:ListBucket", "s3:ListBucketVersions", "s3:DeleteObjectVersion"]),
    );
  });
});
