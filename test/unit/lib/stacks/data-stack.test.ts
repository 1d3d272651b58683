import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { synthesise } from "../../../support/synth.ts";
import { list, record, resources } from "../../../support/template.ts";

const { data } = synthesise([]);
const inDomain = synthesise([], "prod").data;

describe("the table", () => {
  it("has the keys and the three indexes of docs/data-model.md", () => {
    data.hasResourceProperties("AWS::DynamoDB::GlobalTable", {
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: ["gsi1", "gsi2", "gsi3"].map((index) => ({
        IndexName: index,
        KeySchema: [
          { AttributeName: `${index}pk`, KeyType: "HASH" },
          { AttributeName: `${index}sk`, KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      })),
      TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    });
  });

  it("can be brought back to any second, and is not deleted by accident", () => {
    data.hasResourceProperties("AWS::DynamoDB::GlobalTable", {
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    });
  });
});

describe("everything that holds data", () => {
  it("outlives its stack, once its own deployment has succeeded", () => {
    const kinds = [
      "AWS::DynamoDB::GlobalTable",
      "AWS::S3::Bucket",
      "AWS::Cognito::UserPool",
      "AWS::SecretsManager::Secret",
    ];
    for (const kind of kinds) {
      expect(resources(data, kind).length).toBeGreaterThan(0);
      data.allResources(kind, { DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" });
    }
  });
});

describe("the buckets", () => {
  it("are closed to the public and to whoever comes without TLS", () => {
    data.allResourcesProperties("AWS::S3::Bucket", {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    data.allResourcesProperties("AWS::S3::BucketPolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        ]),
      },
    });
  });

  it("forget after a week what nobody cleared, and announce what arrives", () => {
    data.hasResourceProperties("AWS::S3::Bucket", {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 7 })]) },
    });
  });

  it("keep the versions of files and of what waits for the scan", () => {
    data.resourcePropertiesCountIs("AWS::S3::Bucket", { VersioningConfiguration: { Status: "Enabled" } }, 2);
  });

  it("give up what nobody goes on sending, some days after its slot is forgotten", () => {
    const given = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 10 } };
    data.resourcePropertiesCountIs(
      "AWS::S3::Bucket",
      { LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike(given)]) } },
      2,
    );
  });

  it("are scanned by GuardDuty where the stage says so, which may read quarantine and nothing else", () => {
    data.resourceCountIs("AWS::GuardDuty::MalwareProtectionPlan", 0);
    inDomain.resourceCountIs("AWS::GuardDuty::MalwareProtectionPlan", 1);
    const [plan] = resources(inDomain, "AWS::GuardDuty::MalwareProtectionPlan");
    const bucket = record(record(record(plan?.properties.ProtectedResource).S3Bucket).BucketName).Ref;
    expect(bucket).toMatch(/Quarantine/);
    const [role] = resources(inDomain, "AWS::IAM::Role").filter(({ properties }) =>
      JSON.stringify(properties.AssumeRolePolicyDocument).includes("malware-protection-plan.guardduty.amazonaws.com"),
    );
    expect(list(record(role?.properties.AssumeRolePolicyDocument).Statement)).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "malware-protection-plan.guardduty.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
    const policies = JSON.stringify(role?.properties.Policies);
    expect(policies).toContain("s3:GetObjectVersion");
    expect(policies).not.toContain("UploadsFiles");
  });

  it("take forms from the pages' own origin where it is known", () => {
    const origins = (template: typeof data) =>
      resources(template, "AWS::S3::Bucket").flatMap(({ properties }) =>
        list(record(properties.CorsConfiguration).CorsRules).map((rule) => [
          record(rule).AllowedMethods,
          record(rule).AllowedOrigins,
        ]),
      );
    expect(origins(inDomain)).toEqual([
      [["POST", "PUT"], ["https://api.example.com"]],
      [["POST", "PUT"], ["https://api.example.com"]],
    ]);
    expect(origins(data)).toEqual([
      [["POST", "PUT"], ["*"]],
      [["POST", "PUT"], ["*"]],
    ]);
  });
});

describe("the pool of people", () => {
  it("lets nobody in by themselves, and asks for a password of some strength", () => {
    data.hasResourceProperties("AWS::Cognito::UserPool", {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameAttributes: ["email"],
      Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 10 }) },
    });
  });

  it("has a client without a secret, for passwords and refreshed sessions only", () => {
    data.hasResourceProperties("AWS::Cognito::UserPoolClient", {
      GenerateSecret: false,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      PreventUserExistenceErrors: "ENABLED",
    });
  });
});
