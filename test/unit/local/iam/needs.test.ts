import { describe, expect, test } from "vitest";
import { type RawRequest, readCall, type Service } from "../../../../local/front-door/calls.ts";
import { needsOf } from "../../../../local/iam/needs.ts";

const place = { region: "ca-central-1", accountId: "000000000000" };
const table = "arn:aws:dynamodb:ca-central-1:000000000000:table/Main";

interface Asked {
  method?: string;
  path?: string;
  query?: string;
  target?: string;
  headers?: Record<string, string>;
  body?: object | string;
}

/** `action resource`, one a need. */
const needs = (
  service: Service,
  { method = "POST", path = "/", query = "", target, headers = {}, body = {} }: Asked,
): string[] => {
  const request: RawRequest = {
    method,
    path,
    query,
    headers: { ...headers, ...(target && { "x-amz-target": target }) },
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  };
  return needsOf(readCall(service, request), place).map(
    ({ action, resource }) => `${action} ${[resource].flat().join(" or ")}`,
  );
};

const dynamodb = (operation: string, body: object) =>
  needs("dynamodb", { target: `DynamoDB_20120810.${operation}`, body });

describe("what a call needs", () => {
  test("of a table: the operation on it, or on its index", () => {
    expect(dynamodb("GetItem", { TableName: "Main" })).toEqual([`dynamodb:GetItem ${table}`]);
    expect(dynamodb("Query", { TableName: table, IndexName: "gsi1" })).toEqual([`dynamodb:Query ${table}/index/gsi1`]);
    expect(dynamodb("BatchGetItem", { RequestItems: { Main: {}, Other: {} } })).toEqual([
      `dynamodb:BatchGetItem ${table}`,
      `dynamodb:BatchGetItem ${table.replace("Main", "Other")}`,
    ]);
  });

  test("of a stream: the operation on it, also where only the engine's iterator names its table", () => {
    const StreamArn = `${table}/stream/local`;
    expect(dynamodb("DescribeStream", { StreamArn })).toEqual([`dynamodb:DescribeStream ${StreamArn}`]);
    const iterator = { table_name: "Main", shard_id: "shardId-1", position: 7 };
    const ShardIterator = Buffer.from(JSON.stringify(iterator)).toString("base64");
    expect(dynamodb("GetRecords", { ShardIterator })).toEqual([`dynamodb:GetRecords ${StreamArn}`]);
    expect(dynamodb("GetRecords", { ShardIterator: "anything" })).toEqual(["dynamodb:GetRecords *"]);
  });

  test("of a transaction: each kind of write once, as if it came alone", () => {
    const TransactItems = [
      { Put: { TableName: "Main" } },
      { Put: { TableName: "Main" } },
      { Update: { TableName: "Main" } },
      { Delete: { TableName: "Main" } },
      { ConditionCheck: { TableName: "Main" } },
    ];
    expect(dynamodb("TransactWriteItems", { TransactItems })).toEqual(
      ["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"].map((action) => `dynamodb:${action} ${table}`),
    );
    expect(dynamodb("TransactGetItems", { TransactItems: [{ Get: { TableName: "Main" } }] })).toEqual([
      `dynamodb:GetItem ${table}`,
    ]);
  });

  test("of a queue: a batch what its entries need", () => {
    const QueueUrl = "http://127.0.0.1:4000/000000000000/chunks";
    expect(needs("sqs", { target: "AmazonSQS.SendMessageBatch", body: { QueueUrl } })).toEqual([
      "sqs:SendMessage arn:aws:sqs:ca-central-1:000000000000:chunks",
    ]);
  });

  test("of an SMS: the number itself, which only a star covers", () => {
    expect(needs("sns", { body: "Action=Publish&PhoneNumber=%2B15145551212&Message=x" })).toEqual([
      "sns:Publish +15145551212",
    ]);
    expect(needs("sns", { body: "Action=PublishBatch&TopicArn=arn:topic" })).toEqual(["sns:Publish arn:topic"]);
  });

  test.each<[string, Asked, string[]]>([
    ["read", { method: "GET", path: "/b/k" }, ["s3:GetObject arn:aws:s3:::b/k"]],
    ["head", { method: "HEAD", path: "/b/k" }, ["s3:GetObject arn:aws:s3:::b/k"]],
    ["put", { method: "PUT", path: "/b/a%20b/c" }, ["s3:PutObject arn:aws:s3:::b/a b/c"]],
    [
      "copy",
      { method: "PUT", path: "/b/k", headers: { "x-amz-copy-source": "/other/s%20k" } },
      ["s3:PutObject arn:aws:s3:::b/k", "s3:GetObject arn:aws:s3:::other/s k"],
    ],
    ["part", { method: "PUT", path: "/b/k", query: "partNumber=1&uploadId=u" }, ["s3:PutObject arn:aws:s3:::b/k"]],
    ["abort", { method: "DELETE", path: "/b/k", query: "uploadId=u" }, ["s3:AbortMultipartUpload arn:aws:s3:::b/k"]],
    ["list", { method: "GET", path: "/b", query: "list-type=2&prefix=x" }, ["s3:ListBucket arn:aws:s3:::b"]],
    [
      "delete several",
      {
        path: "/b",
        query: "delete",
        body: "<Delete><Object><Key>a&amp;b</Key></Object><Object><Key>c</Key></Object></Delete>",
      },
      ["s3:DeleteObject arn:aws:s3:::b/a&b", "s3:DeleteObject arn:aws:s3:::b/c"],
    ],
  ])("of a bucket: %s", (_what, asked, expected) => {
    expect(needs("s3", { body: "", ...asked })).toEqual(expected);
  });

  test("of a mail: the address or its domain, the configuration set, the stored template", () => {
    const identity = "arn:aws:ses:ca-central-1:000000000000:identity";
    const body = {
      FromEmailAddress: "Garage <Hello@garage.example>",
      ConfigurationSetName: "set",
      DefaultContent: { Template: { TemplateName: "welcome" } },
    };
    expect(needs("ses", { path: "/v2/email/outbound-bulk-emails", body })).toEqual([
      `ses:SendBulkEmail ${identity}/hello@garage.example or ${identity}/garage.example`,
      "ses:SendBulkEmail arn:aws:ses:ca-central-1:000000000000:configuration-set/set",
      "ses:SendBulkEmail arn:aws:ses:ca-central-1:000000000000:template/welcome",
    ]);
    const raw = { FromEmailAddress: "a@b.co", Content: { Raw: { Data: "" } } };
    expect(needs("ses", { path: "/v2/email/outbound-emails", body: raw })[0]).toContain("ses:SendRawEmail");
  });

  test("of a schedule: also to pass the role that it acts with", () => {
    const body = { GroupName: "reminders", Target: { RoleArn: "arn:aws:iam::000000000000:role/scheduler" } };
    expect(needs("scheduler", { path: "/schedules/remind-1", body })).toEqual([
      "scheduler:CreateSchedule arn:aws:scheduler:ca-central-1:000000000000:schedule/reminders/remind-1",
      "iam:PassRole arn:aws:iam::000000000000:role/scheduler",
    ]);
    expect(needs("scheduler", { method: "DELETE", path: "/schedules/remind-1", query: "groupName=reminders" })).toEqual(
      ["scheduler:DeleteSchedule arn:aws:scheduler:ca-central-1:000000000000:schedule/reminders/remind-1"],
    );
  });

  test("of Cognito: nothing for people, the pool for those who administer it", () => {
    const ask = (operation: string, body: object) =>
      needs("cognito-idp", { target: `AWSCognitoIdentityProviderService.${operation}`, body });
    expect(ask("InitiateAuth", { ClientId: "c" })).toEqual([]);
    expect(ask("AdminCreateUser", { UserPoolId: "p" })).toEqual([
      "cognito-idp:AdminCreateUser arn:aws:cognito-idp:ca-central-1:000000000000:userpool/p",
    ]);
  });

  test("of an operation nobody thought of: its name, on everything", () => {
    expect(needs("events", { target: "AWSEvents.DeleteRule" })).toEqual(["events:DeleteRule *"]);
  });
});
