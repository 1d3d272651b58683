import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Duration } from "aws-cdk-lib";
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import cdk from "../../../../cdk.json" with { type: "json" };
import { Feature } from "../../../../lib/features/feature.ts";
import { features } from "../../../../lib/features/mounted.ts";
import type { AppStack } from "../../../../lib/stacks/app-stack.ts";
import { manifest } from "../../../../shared/http/contract.ts";
import { Samples } from "../../../support/sample-feature.ts";
import { synthesise } from "../../../support/synth.ts";
import { list, record, resources, statements, target } from "../../../support/template.ts";

/** Wildcards that have a reason, and where it is acknowledged. */
const acknowledged = [
  /"Fn::ImportValue":"Data:ExportsOutputFnGetAttUploads(Files|Quarantine)\w+"\},"\/\*"/, // bucket-access.ts
  /:identity\/\*"/, // email.ts
  /:schedule\/[\w-]+\/\*"/, // schedules.ts
];

describe.each([
  ["the product", features],
  ["a feature that uses everything", [Samples]],
])("%s", (_, mounted) => {
  // Throws where cdk-nag has an open finding.
  const { main } = synthesise(mounted);

  it("gives every function a role of its own", () => {
    const roles = resources(main, "AWS::Lambda::Function").map(({ properties }) => target(properties.Role));
    expect(roles.length).toBeGreaterThan(0);
    expect(new Set(roles).size).toBe(roles.length);
  });

  it("attaches no policy made by somebody else to a role", () => {
    for (const role of resources(main, "AWS::IAM::Role")) expect(role.properties.ManagedPolicyArns).toBeUndefined();
  });

  it("allows no wildcard but those with a reason, and never one in an action", () => {
    for (const statement of statements(main)) {
      expect(statement.actions.filter((action) => action.includes("*"))).toEqual([]);
      const open = statement.resources.filter((resource) => resource.includes("*"));
      expect(open.filter((resource) => !acknowledged.some((known) => known.test(resource)))).toEqual([]);
    }
  });

  it("lets nobody scan the table", () => {
    for (const { actions } of statements(main)) expect(actions).not.toContain("dynamodb:Scan");
  });

  it("runs every function on Node 24 and ARM with a log group that forgets", () => {
    const groups = new Map(resources(main, "AWS::Logs::LogGroup").map(({ id, properties }) => [id, properties]));
    for (const { properties } of resources(main, "AWS::Lambda::Function")) {
      expect(properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"], Handler: "index.handler" });
      const group = groups.get(target(record(properties.LoggingConfig).LogGroup));
      expect(group?.RetentionInDays).toBe(14);
    }
  });

  it("tells every function its stage, its table and the public address", () => {
    for (const { properties } of resources(main, "AWS::Lambda::Function")) {
      const variables = record(record(properties.Environment).Variables);
      expect(Object.keys(variables)).toEqual(expect.arrayContaining(["STAGE", "TABLE_NAME", "PUBLIC_URL"]));
    }
  });

  it("keeps what fails: every queue has dead letters or is where they go", () => {
    const queues = resources(main, "AWS::SQS::Queue");
    const lastResorts = new Set(
      [
        ...queues.map(({ properties }) => record(properties.RedrivePolicy).deadLetterTargetArn),
        ...["AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventInvokeConfig"].flatMap((type) =>
          resources(main, type).map(
            ({ properties }) => record(record(properties.DestinationConfig).OnFailure).Destination,
          ),
        ),
      ].map(target),
    );
    for (const { id, properties } of queues) {
      expect(properties.RedrivePolicy !== undefined || lastResorts.has(id), id).toBe(true);
    }
  });

  it("leads what EventBridge cannot deliver to the dead letters", () => {
    for (const { properties } of resources(main, "AWS::Events::Rule")) {
      for (const to of list(properties.Targets)) expect(record(to).DeadLetterConfig).toBeDefined();
    }
  });

  it("rings only with a sentence that says what it means and where to read on", () => {
    const alarms = resources(main, "AWS::CloudWatch::Alarm");
    expect(alarms.length).toBeGreaterThan(0);
    for (const { id, properties } of alarms) {
      expect(String(properties.AlarmDescription), id).toMatch(/^[A-Z].{20,}\. See docs\/runbook\.md#[a-z-]+$/);
      expect(list(properties.AlarmActions), id).toHaveLength(1);
    }
  });

  it("answers whatever matches no route", () => {
    main.hasResourceProperties("AWS::ApiGatewayV2::Route", { RouteKey: "$default" });
  });
});

describe("the size of a stack", () => {
  const ADVICE =
    "CloudFormation takes no more than 500 resources in a stack. A feature that comes near it is two features.";

  it.each(Object.keys(cdk.context.stages))("leaves room to grow below CloudFormation's limit (stage %s)", (stage) => {
    const { sizes } = synthesise(features, stage);
    expect(sizes.length).toBe(features.length + 2);
    for (const { name, resources } of sizes) expect(resources, `${name}: ${ADVICE}`).toBeLessThanOrEqual(250);
  });
});

describe("the runbook", () => {
  it("has a chapter for every alarm of the product", () => {
    const runbook = readFileSync(resolve(import.meta.dirname, "../../../../docs/runbook.md"), "utf8");
    const chapters = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title.toLowerCase().replaceAll(" ", "-"),
    );
    const { main } = synthesise(features);
    for (const { properties } of resources(main, "AWS::CloudWatch::Alarm")) {
      const [, chapter] = /#([a-z-]+)$/.exec(String(properties.AlarmDescription)) ?? [];
      expect(chapters).toContain(chapter);
    }
  });
});

describe("the checks of cdk-nag", () => {
  class Careless extends Feature {
    constructor(app: AppStack) {
      super(app, manifest("careless", "Careless", {}));
      this.worker("anything", { timeout: Duration.seconds(5) }).allow(["s3:*"], ["*"]);
    }
  }

  it("stop a feature that allows everything", () => {
    expect(() => synthesise([Careless])).toThrow(/AwsSolutions-IAM5\[Resource::\*\]/);
  });
});

describe("what a deployment tells", () => {
  it("names the API, the pool and the DNS records of the sender", () => {
    const { main, data } = synthesise(features, "prod");
    for (const name of ["ApiUrl", "DomainTarget", "SenderDns1", "SenderDns3"]) main.hasOutput(name, Match.anyValue());
    for (const name of ["UserPoolId", "UserPoolClientId"]) data.hasOutput(name, Match.anyValue());
  });

  it("asks for no DNS records where a single address is verified", () => {
    const { main } = synthesise(features, "dev");
    expect(Object.keys(main.findOutputs("*"))).not.toContain("SenderDns1");
  });
});
