import { describe, expect, it } from "vitest";
import { inlineNested } from "../../../../local/assembly/inline-nested.ts";
import type { Template } from "../../../../local/assembly/template.ts";

const nestedId = (name: string) => `${name}NestedStack${name}NestedStackResource0A1B2C3D`;
const stack = (url: string, parameters: Record<string, string | object> = {}) => ({
  Type: "AWS::CloudFormation::Stack",
  Properties: { TemplateURL: url, Parameters: parameters as never },
});

/** How `Fn::Sub` names something within a text. */
const embedded = (name: string) => `\${${name}}`;

const clients: Template = {
  Parameters: { theTable: { Type: "String" } },
  Resources: {
    Queue1: { Type: "AWS::SQS::Queue" },
    Worker1: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Table: { Ref: "theTable" },
        Queue: { "Fn::GetAtt": ["Queue1", "Arn"] },
        Region: { Ref: "AWS::Region" },
        Url: { "Fn::Join": ["/", ["https:", { Ref: "Queue1" }]] },
        Account: { "Fn::Sub": embedded("AWS::AccountId") },
      },
    },
  },
  Outputs: { queueArn: { Value: { "Fn::GetAtt": ["Queue1", "Arn"] } } },
};

const campaigns: Template = {
  Parameters: { clientsQueue: { Type: "String" } },
  Resources: { Queue1: { Type: "AWS::SQS::Queue", Properties: { After: { Ref: "clientsQueue" } } } },
};

const read = (url: unknown): Template => {
  const found = { "clients.json": clients, "campaigns.json": campaigns }[String(url)];
  if (!found) throw new Error(`No ${String(url)}.`);
  return found;
};

const clientsQueue = { "Fn::GetAtt": [nestedId("Clients"), "Outputs.queueArn"] };

describe("stacks within a stack", () => {
  const template = inlineNested(
    {
      Resources: {
        Table1: { Type: "AWS::DynamoDB::Table" },
        [nestedId("Campaigns")]: stack("campaigns.json", { clientsQueue }),
        [nestedId("Clients")]: stack("clients.json", { theTable: { Ref: "Table1" } }),
        Dashboard1: { Type: "AWS::CloudWatch::Dashboard", Properties: { Body: { "Fn::Join": ["", [clientsQueue]] } } },
      },
      Outputs: { Queue: { Value: clientsQueue } },
    },
    read,
  );

  it("become resources of the one template, under the name of their stack", () => {
    expect(Object.keys(template.Resources ?? {}).sort()).toEqual([
      "CampaignsQueue1",
      "ClientsQueue1",
      "ClientsWorker1",
      "Dashboard1",
      "Table1",
    ]);
  });

  it("refer to their own by its new name, and to what they were given by what it is", () => {
    expect(template.Resources?.ClientsWorker1?.Properties).toEqual({
      Table: { Ref: "Table1" },
      Queue: { "Fn::GetAtt": ["ClientsQueue1", "Arn"] },
      Region: { Ref: "AWS::Region" },
      Url: { "Fn::Join": ["/", ["https:", { Ref: "ClientsQueue1" }]] },
      Account: { "Fn::Sub": embedded("AWS::AccountId") },
    });
  });

  it("tell their parent, and through it each other, what stands in them", () => {
    const arn = { "Fn::GetAtt": ["ClientsQueue1", "Arn"] };
    expect(template.Resources?.Dashboard1?.Properties).toEqual({ Body: { "Fn::Join": ["", [arn]] } });
    expect(template.Resources?.CampaignsQueue1?.Properties).toEqual({ After: arn });
    expect(template.Outputs?.Queue?.Value).toEqual(arn);
  });

  it("are refused when they tell nothing of what is asked, or are more than is understood", () => {
    const parent = (asked: string): Template => ({
      Resources: {
        [nestedId("Clients")]: stack("clients.json", { theTable: "t" }),
        Other: { Type: "T", Properties: { Of: { "Fn::GetAtt": [nestedId("Clients"), asked] } } },
      },
    });
    expect(() => inlineNested(parent("Outputs.more"), read)).toThrow("tells no Outputs.more");
    const texts: Template = { Resources: { A: { Type: "T", Properties: { B: { "Fn::Sub": embedded("A") } } } } };
    expect(() => inlineNested({ Resources: { [nestedId("X")]: stack("x") } }, () => texts)).toThrow("not understood");
    const conditions: Template = { Conditions: { A: true } };
    expect(() => inlineNested({ Resources: { [nestedId("X")]: stack("x") } }, () => conditions)).toThrow("conditions");
  });

  it("leave a template without any as it is", () => {
    expect(inlineNested(clients, read)).toBe(clients);
  });
});
