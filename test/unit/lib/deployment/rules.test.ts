import { describe, expect, it } from "vitest";
import { features } from "../../../../lib/features/mounted.ts";
import type { RecordedResource, Release } from "../../../support/deployment/record.ts";
import { currentRelease, releases } from "../../../support/deployment/releases.ts";
import { factsOf, knownTypes } from "../../../support/deployment/resource-facts.ts";
import { keptTable, resourceTable } from "../../../support/deployment/resource-table.ts";
import { nameProperties } from "../../../support/deployment/rule-creation.ts";
import { faultsBetween, faultsOf } from "../../../support/deployment/rules.ts";
import { Samples } from "../../../support/sample-feature.ts";

const now = currentRelease();
const [before] = releases().slice(-1);

const lastRelease = (): Release => {
  if (!before) throw new Error("No release is recorded.");
  return before;
};

describe("the templates as they are", () => {
  it.each(["prod", "dev", "local"])("break no rule of a deployment in %s", (stage) => {
    expect(faultsOf(currentRelease(features, stage))).toEqual([]);
  });

  it("take over from the last release, and give back to it", () => {
    expect(faultsBetween(lastRelease(), now)).toEqual([]);
  });

  it("take over from themselves whatever features the next version adds or drops", () => {
    const more = currentRelease([...features, Samples]);
    const fewer = currentRelease(features.slice(0, 1));
    for (const next of [more, fewer]) {
      expect(faultsBetween(now, next)).toEqual([]);
      expect(faultsBetween(next, now)).toEqual([]);
    }
  });
});

describe("what is known of resource types", () => {
  it("is known of every type that the templates use, and of no other", () => {
    const used = new Set(
      ["prod", "dev", "local"].flatMap((stage) => {
        const { data, app } = currentRelease(features, stage);
        return [...data.types, ...app.types];
      }),
    );
    // The stacks of the features are laid into the app's, for the rules.
    expect(knownTypes()).toEqual([...used, "AWS::CloudFormation::Stack"].toSorted());
  });

  it("stands in docs/deployments.md as it is", () => {
    expect(keptTable(), "run: node test/support/deployment/resource-table.ts").toBe(resourceTable(now));
  });

  it("holds each name that a rule looks for", () => {
    const unknown = Object.entries(nameProperties).filter(
      ([type, name]) => knownTypes().includes(type) && !factsOf(type).createOnly.includes(name),
    );
    expect(unknown).toEqual([]);
  });
});

describe("the first version", () => {
  it("had the faults that the rules were written for", () => {
    const [first] = releases();
    if (!first) throw new Error("No release is recorded.");
    const faults = faultsOf(first);
    expect(faults).toContainEqual(expect.stringMatching(/^SchedulesGroup\w+ outlives its stack under the name/));
    expect(faults).toContainEqual(expect.stringMatching(/^AlarmsTopic\w+ shuts out cloudwatch/));
    expect(faults).toContainEqual(expect.stringMatching(/^Table\w+ stays behind when the deployment/));
  });
});

describe("a planted fault is found", () => {
  it("a fixed name on what outlives its stack", () => {
    const planted = changed(now, "data", "AWS::S3::Bucket", (bucket) =>
      withProperties(bucket, { BucketName: "files" }),
    );
    expect(faultsOf(planted)).toContainEqual(expect.stringMatching(/under the name "files": .* a second time/));
  });

  it("a retained resource that a failed first deployment leaves behind", () => {
    const planted = changed(now, "app", "AWS::SQS::Queue", (queue) => ({ ...queue, deletion: "Retain" }));
    expect(faultsOf(planted)).toContainEqual(expect.stringMatching(/it wants RetainExceptOnCreate/));
  });

  it("a protected table that is made before what may fail", () => {
    const planted = changed(now, "data", "AWS::DynamoDB::GlobalTable", (table) => ({ ...table, dependsOn: [] }));
    expect(faultsOf(planted)).toContainEqual(expect.stringMatching(/^Table\w+ cannot be taken back once .*Plan/));
  });

  it("data that goes with its stack", () => {
    const planted = changed(now, "data", "AWS::SecretsManager::Secret", ({ deletion: _, ...secret }) => secret);
    expect(faultsOf(planted)).toContainEqual(expect.stringMatching(/^SigningSecret\w+ holds data and is deleted/));
  });

  it("a topic that CloudWatch, and a queue that EventBridge cannot reach", () => {
    const topic = changed(now, "app", "AWS::SNS::TopicPolicy", onlyDenying);
    expect(faultsOf(topic)).toContainEqual(
      expect.stringMatching(/^AlarmsTopic\w+ shuts out cloudwatch\.amazonaws\.com/),
    );
    const queues = changed(now, "app", "AWS::SQS::QueuePolicy", onlyDenying);
    expect(faultsOf(queues)).toContainEqual(
      expect.stringMatching(/shuts out events\.amazonaws\.com \(sqs:SendMessage/),
    );
  });

  it("a bucket for logs that S3 cannot write to", () => {
    const planted = changed(now, "data", "AWS::S3::BucketPolicy", onlyDenying);
    expect(faultsOf(planted)).toContainEqual(expect.stringMatching(/^UploadsLog\w+ shuts out logging\.s3/));
  });

  it.each(["AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::SecretsManager::Secret"])(
    "a renamed construct that makes an empty %s",
    (type) => {
      const planted = renamed(now, type);
      expect(faultsBetween(now, planted)).toContainEqual(expect.stringMatching(/is gone: its data stays in AWS/));
    },
  );

  it("a key that makes the table anew", () => {
    const planted = changed(now, "data", "AWS::DynamoDB::GlobalTable", (table) =>
      withProperties(table, { KeySchema: [{ AttributeName: "id", KeyType: "HASH" }] }),
    );
    expect(faultsBetween(now, planted)).toContainEqual(expect.stringMatching(/made anew, because KeySchema changes/));
  });

  it.each([
    ["data", "AWS::DynamoDB::GlobalTable", { TableName: "clients" }, "TableName"],
    ["data", "AWS::Cognito::UserPoolClient", { GenerateSecret: true }, "GenerateSecret"],
    ["data", "AWS::Cognito::UserPool", { UsernameAttributes: ["phone_number"] }, "UsernameAttributes"],
    ["app", "AWS::ApiGatewayV2::Api", { ProtocolType: "WEBSOCKET" }, "ProtocolType"],
  ] as const)("a change that makes the %s stack's %s anew", (stack, type, properties, name) => {
    const planted = changed(now, stack, type, (resource) => withProperties(resource, properties));
    expect(faultsBetween(now, planted)).toContainEqual(
      expect.stringMatching(new RegExp(`\\(${type}\\) is made anew, because ${name} changes`)),
    );
  });

  it("a resource that is made anew under the name that the old one still has", () => {
    const withRule = (properties: object): Release =>
      changed(now, "app", "AWS::Scheduler::ScheduleGroup", (group) => ({
        ...withProperties(group, properties),
        type: role,
      }));
    const role = "AWS::IAM::Role";
    const before = withRule({ RoleName: "clientele", Path: "/one/" });
    expect(faultsBetween(before, withRule({ RoleName: "clientele", Path: "/two/" }))).toContainEqual(
      expect.stringMatching(/is made anew under the name that it has, because Path changes/),
    );
    expect(faultsBetween(before, withRule({ RoleName: "clientele-2", Path: "/two/" }))).toEqual([]);
  });

  it("an export that is dropped or changed while it is in use", () => {
    const [name = ""] = now.app.imports;
    const { [name]: _, ...others } = now.data.exports;
    const dropped = { ...now, data: { ...now.data, exports: others } };
    expect(faultsBetween(now, dropped)).toContainEqual(expect.stringMatching(/^upgrade .* does not export/));
    expect(faultsBetween(dropped, now)).toContainEqual(expect.stringMatching(/^rollback .* does not export/));
    const changedValue = { ...now, data: { ...now.data, exports: { ...others, [name]: { Ref: "Another" } } } };
    expect(faultsBetween(now, changedValue)).toContainEqual(expect.stringMatching(/whose value .* changes/));
  });
});

/** The release with every resource of a type changed. */
const changed = (
  release: Release,
  stack: "data" | "app",
  type: string,
  change: (resource: RecordedResource) => RecordedResource,
): Release => {
  const resources = Object.entries(release[stack].resources).map(([id, one]) => [
    id,
    one.type === type ? change(one) : one,
  ]);
  return { ...release, [stack]: { ...release[stack], resources: Object.fromEntries(resources) } };
};

const renamed = (release: Release, type: string): Release => {
  const resources = Object.entries(release.data.resources).map(([id, one]) => [
    one.type === type ? `New${id}` : id,
    one,
  ]);
  return { ...release, data: { ...release.data, resources: Object.fromEntries(resources) } };
};

const withProperties = (resource: RecordedResource, properties: object): RecordedResource => ({
  ...resource,
  properties: { ...resource.properties, ...properties },
});

const onlyDenying = (policy: RecordedResource): RecordedResource =>
  withProperties(policy, { PolicyDocument: { Statement: [{ Effect: "Deny", Principal: "*", Action: "*" }] } });
