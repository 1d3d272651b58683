import { describe, expect, test } from "vitest";
import { createResolver } from "../../../../local/assembly/resolve.ts";
import type { Json, Stack, Template } from "../../../../local/assembly/template.ts";

const producer: Stack = {
  name: "Data",
  template: {
    Resources: { Table: { Type: "A::Table" } },
    Outputs: {
      TableName: {
        Value: { Ref: "Table" },
        Export: { Name: { "Fn::Join": ["", [{ Ref: "AWS::StackName" }, ":table"]] } },
      },
      Plain: { Value: { "Fn::GetAtt": ["Table", "Arn"] } },
    },
  },
};

const consumerWith = (template: Template): Stack => ({ name: "App", template });

const resolverOf = (stack: Stack) =>
  createResolver(
    { stacks: [producer, stack], assets: new Map() },
    { region: "ca-central-1", accountId: "000000000000" },
    ({ logicalId, resource }, resolver) => {
      const named = resolver.resolve(stack, resource.Properties?.Name ?? null);
      const ref = typeof named === "string" ? named : `${logicalId}-ref`;
      return { ref, attributes: { Arn: `arn:${ref}`, "Nested.Attribute": "deep" } };
    },
  );

const resolve = (value: Json, template: Template = { Resources: { Queue: { Type: "A::Queue" } } }) => {
  const stack = consumerWith(template);
  return resolverOf(stack).resolve(stack, value);
};

describe("intrinsic functions", () => {
  test("Ref names a resource, a pseudo parameter or a parameter's default", () => {
    expect(resolve({ Ref: "Queue" })).toBe("Queue-ref");
    expect(resolve({ Ref: "AWS::Region" })).toBe("ca-central-1");
    expect(resolve({ Ref: "Stage" }, { Parameters: { Stage: { Type: "String", Default: "local" } } })).toBe("local");
  });

  test("GetAtt takes a list or a dotted text", () => {
    expect(resolve({ "Fn::GetAtt": ["Queue", "Arn"] })).toBe("arn:Queue-ref");
    expect(resolve({ "Fn::GetAtt": "Queue.Nested.Attribute" })).toBe("deep");
  });

  test("Join, Split, Select and Sub work inside one another", () => {
    const arn = { "Fn::GetAtt": ["Queue", "Arn"] };
    expect(resolve({ "Fn::Join": ["/", ["a", { "Fn::Select": [1, { "Fn::Split": [":", arn] }] }]] })).toBe(
      "a/Queue-ref",
    );
    expect(resolve({ "Fn::Sub": `\${Queue}-\${Queue.Arn}-\${AWS::AccountId}-\${!Kept}` })).toBe(
      `Queue-ref-arn:Queue-ref-000000000000-\${Kept}`,
    );
    expect(resolve({ "Fn::Sub": [`\${Own}`, { Own: { Ref: "Queue" } }] })).toBe("Queue-ref");
  });

  test("values come from another stack by export or by output", () => {
    expect(resolve({ "Fn::ImportValue": "Data:table" })).toBe("Table-ref");
    expect(resolve({ "Fn::GetStackOutput": { StackName: "Data", OutputName: "Plain" } })).toBe("arn:Table-ref");
  });

  test("If follows conditions, and NoValue takes a property away", () => {
    const template: Template = {
      Conditions: {
        IsLocal: { "Fn::Equals": [{ Ref: "AWS::Region" }, "ca-central-1"] },
        IsFar: { "Fn::Not": [{ Condition: "IsLocal" }] },
      },
    };
    const value = {
      kept: { "Fn::If": ["IsLocal", "yes", "no"] },
      gone: { "Fn::If": ["IsFar", "yes", { Ref: "AWS::NoValue" }] },
    };
    expect(resolve(value, template)).toEqual({ kept: "yes" });
  });

  test("a resource whose condition does not hold is not there", () => {
    const stack = consumerWith({
      Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
      Resources: { Absent: { Type: "A::Queue", Condition: "Never" }, Present: { Type: "A::Queue" } },
    });
    expect(resolverOf(stack).resources.map(({ logicalId }) => logicalId)).toEqual(["Table", "Present"]);
  });

  test("the condition block of a policy statement is no function", () => {
    const statement = { Condition: { Bool: { "aws:SecureTransport": "false" } } };
    expect(resolve(statement)).toEqual(statement);
  });

  test.each([
    [{ "Fn::Transform": {} }, "not known"],
    [{ Ref: "Nobody" }, "no resource Nobody"],
    [{ "Fn::GetAtt": ["Queue", "Colour"] }, "no known attribute Colour"],
    [{ "Fn::ImportValue": "nothing" }, "Nothing exports"],
    ["{{resolve:ssm:/x}}", "dynamic reference"],
  ])("%j is refused", (value: Json, sentence) => {
    expect(() => resolve(value)).toThrow(sentence);
  });

  test("a resource that is named after itself is refused", () => {
    const template: Template = { Resources: { Queue: { Type: "A::Queue", Properties: { Name: { Ref: "Queue" } } } } };
    expect(() => resolve({ Ref: "Queue" }, template)).toThrow("refers to itself");
  });
});
