import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSecret, putParameter } from "../../../local/secrets/store.ts";
import { callAsOperator } from "./support/call-as-operator.ts";
import { type Machine, openMachine, region } from "./support/open-machine.ts";

const account = "000000000000";
const functionArn = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;
let machine: Machine;

beforeAll(async () => {
  machine = await openMachine({
    roles: {
      worker: [
        {
          Effect: "Allow",
          Action: ["sqs:SendMessage", "sqs:GetQueueUrl"],
          Resource: `arn:aws:sqs:${region}:${account}:chunks`,
        },
        {
          Effect: "Allow",
          Action: "events:PutEvents",
          Resource: `arn:aws:events:${region}:${account}:event-bus/clientele`,
        },
        { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: [functionArn("notify"), functionArn("broken")] },
        {
          Effect: "Deny",
          Action: "events:PutEvents",
          Resource: "*",
          Condition: { StringEquals: { "events:source": "forged" } },
        },
      ],
    },
  });
});

afterAll(() => machine?.stop());

describe("queues", () => {
  let queueUrl = "";

  test("have addresses at the front door, whoever asks", async () => {
    const operator = new SQSClient(machine.operator);
    const { QueueUrl } = await operator.send(new CreateQueueCommand({ QueueName: "chunks" }));
    queueUrl = `${machine.url}/${account}/chunks`;
    expect(QueueUrl).toBe(queueUrl);
    const worker = new SQSClient(machine.as("worker"));
    expect((await worker.send(new GetQueueUrlCommand({ QueueName: "chunks" }))).QueueUrl).toBe(queueUrl);
    expect((await operator.send(new ListQueuesCommand({}))).QueueUrls).toEqual([queueUrl]);
  });

  test("take messages from whoever may send, and wake their consumer", async () => {
    const worker = new SQSClient(machine.as("worker"));
    await worker.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: "one" }));
    await worker.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [{ Id: "a", MessageBody: "two" }] }));
    expect(machine.told.queued).toEqual([queueUrl, queueUrl]);
    const operator = new SQSClient(machine.operator);
    const { Messages } = await operator.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    expect(Messages?.map(({ Body }) => Body)).toEqual(["one", "two"]);
  });

  test("refuse to hold a message back for more than fifteen minutes", async () => {
    const operator = new SQSClient(machine.operator);
    const send = (DelaySeconds: number) =>
      operator.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: "later", DelaySeconds }));
    for (const seconds of [901, -1, 43_200])
      await expect(send(seconds)).rejects.toMatchObject({
        name: "InvalidParameterValue",
        message: `Value ${seconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
      });
    await send(900);
    const Entries = [900, 901].map((DelaySeconds) => ({ Id: `d${DelaySeconds}`, MessageBody: "later", DelaySeconds }));
    const { Successful, Failed } = await operator.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    expect(Successful?.map(({ Id }) => Id)).toEqual(["d900"]);
    expect(Failed).toMatchObject([{ Id: "d901", SenderFault: true, Code: "InvalidParameterValue" }]);
    const alone = await operator.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: Entries.slice(1) }));
    expect([alone.Successful ?? [], alone.Failed?.length]).toEqual([[], 1]);
  });

  test("refuse the others in the words of SQS", async () => {
    const worker = new SQSClient(machine.as("worker"));
    const remove = new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: [{ Id: "a", ReceiptHandle: "x" }] });
    await expect(worker.send(remove)).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:sts::${account}:assumed-role/worker-role/worker is not authorized to perform: sqs:deletemessage on resource: arn:aws:sqs:${region}:${account}:chunks because no identity-based policy allows the sqs:deletemessage action`,
    });
    await expect(
      worker.send(new SendMessageCommand({ QueueUrl: `${queueUrl}-of-others`, MessageBody: "x" })),
    ).rejects.toThrow("sqs:sendmessage");
  });
});

describe("the bus", () => {
  const entry = {
    Source: "clientele",
    DetailType: "client.created",
    Detail: '{"id":"cli_1"}',
    EventBusName: "clientele",
  };

  test("gets the events of whoever may put them", async () => {
    const { Entries, FailedEntryCount } = await new EventBridgeClient(machine.as("worker")).send(
      new PutEventsCommand({
        Entries: [
          entry,
          { ...entry, Detail: "no json" },
          { ...entry, EventBusName: `arn:aws:events:${region}:${account}:event-bus/clientele` },
        ],
      }),
    );
    expect(FailedEntryCount).toBe(1);
    expect(Entries).toEqual([
      { EventId: "event-0" },
      { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." },
      { EventId: "event-1" },
    ]);
    expect(machine.told.bus).toHaveLength(2);
    expect(machine.told.bus[0]).toMatchObject({
      source: "clientele",
      detailType: "client.created",
      detail: { id: "cli_1" },
      busName: "clientele",
    });
  });

  test("refuses what a statement denies, even where another allows it", async () => {
    const forged = new PutEventsCommand({ Entries: [{ ...entry, Source: "forged" }] });
    await expect(new EventBridgeClient(machine.as("worker")).send(forged)).rejects.toThrow(
      "with an explicit deny in an identity-based policy",
    );
  });
});

describe("functions", () => {
  const invoke = (name: string, FunctionName: string) =>
    new LambdaClient(machine.as(name)).send(new InvokeCommand({ FunctionName, Payload: '{"hello":1}' }));

  test("run by their ARN for whoever may invoke that one", async () => {
    const { Payload, FunctionError } = await invoke("worker", functionArn("notify"));
    expect(FunctionError).toBeUndefined();
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual({
      functionArn: functionArn("notify"),
      event: { hello: 1 },
    });
    await expect(invoke("worker", functionArn("other"))).rejects.toThrow(/not authorized to perform: lambda:InvokeF/);
  });

  test("run later where nobody waits: the event is kept, and that is all that is answered", async () => {
    const later = new InvokeCommand({
      FunctionName: functionArn("notify"),
      InvocationType: "Event",
      Payload: '{"hello":2}',
    });
    const { StatusCode } = await new LambdaClient(machine.as("worker")).send(later);
    expect(StatusCode).toBe(202);
    expect(machine.told.invokedLater).toEqual([{ functionArn: functionArn("notify"), event: '{"hello":2}' }]);
  });

  test("that break answer with what they threw", async () => {
    const { Payload, FunctionError, StatusCode } = await invoke("worker", functionArn("broken"));
    expect([StatusCode, FunctionError]).toEqual([200, "Unhandled"]);
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual({
      errorType: "Error",
      errorMessage: "It broke.",
    });
  });
});

describe("schedules", () => {
  test("are the wiring's, errors with the name that clients read", async () => {
    const made = await callAsOperator(machine.url, "scheduler", {
      method: "POST",
      path: "/schedules/remind-1",
      body: "{}",
    });
    expect(await made.json()).toEqual({ ScheduleArn: "arn" });
    expect(machine.told.scheduler[0]).toEqual({ operation: "CreateSchedule", path: "/schedules/remind-1", input: {} });
    const missing = await callAsOperator(machine.url, "scheduler", {
      method: "GET",
      path: "/schedules/missing?groupName=x",
    });
    expect([missing.status, missing.headers.get("x-amzn-errortype")]).toEqual([404, "ResourceNotFoundException"]);
  });
});

describe("text messages", () => {
  const publish = (fields: Record<string, string>) =>
    callAsOperator(machine.url, "sns", {
      method: "POST",
      path: "/",
      body: new URLSearchParams({ Action: "Publish", ...fields }).toString(),
      type: "application/x-www-form-urlencoded",
    });

  test("to a number are captured", async () => {
    const answer = await publish({ PhoneNumber: "+15145551212", Message: "Votre voiture est prête" });
    const messageId = (await answer.text()).match(/<MessageId>([^<]+)/)?.[1];
    const { data } = (await (await fetch(`${machine.url}/_local/messages?channel=sms&to=+15145551212`)).json()) as {
      data: object[];
    };
    expect(data).toMatchObject([{ messageId, channel: "sms", to: "+15145551212", text: "Votre voiture est prête" }]);
  });

  test("to something else are refused", async () => {
    const answer = await publish({ PhoneNumber: "514-555-1212", Message: "x" });
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining("<Code>InvalidParameter</Code>"),
    ]);
  });
});

describe("topics", () => {
  test("feed their queues, and the consumers hear of it", async () => {
    const sns = async (fields: Record<string, string>) =>
      (
        await callAsOperator(machine.url, "sns", {
          method: "POST",
          path: "/",
          body: new URLSearchParams(fields).toString(),
          type: "application/x-www-form-urlencoded",
        })
      ).text();
    const topic = (await sns({ Action: "CreateTopic", Name: "replies" })).match(/<TopicArn>([^<]+)/)?.[1] ?? "";
    await sns({
      Action: "Subscribe",
      TopicArn: topic,
      Protocol: "sqs",
      Endpoint: `arn:aws:sqs:${region}:${account}:chunks`,
    });
    machine.told.queued.length = 0;
    await sns({ Action: "Publish", TopicArn: topic, Message: "hello" });
    expect(machine.told.queued).toEqual([`${machine.url}/${account}/chunks`]);
  });
});

describe("people", () => {
  test("sign in without a signature; who administers them needs one; their codes are in the mailbox", async () => {
    const operator = new CognitoIdentityProviderClient(machine.operator);
    const { UserPool } = await operator.send(
      new CreateUserPoolCommand({ PoolName: "staff", UsernameAttributes: ["email"] }),
    );
    const UserPoolId = UserPool?.Id;
    const { UserPoolClient } = await operator.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: "api" }));
    await operator.send(
      new AdminCreateUserCommand({ UserPoolId, Username: "anna@example.com", DesiredDeliveryMediums: ["EMAIL"] }),
    );
    await operator.send(
      new ForgotPasswordCommand({ ClientId: UserPoolClient?.ClientId, Username: "anna@example.com" }),
    );
    const { data } = (await (await fetch(`${machine.url}/_local/messages?to=anna@example.com`)).json()) as {
      data: { text: string }[];
    };
    expect(data[0]?.text).toMatch(/^Your code is \d{6}$/);
    const admin = new CognitoIdentityProviderClient(machine.as("worker"));
    await expect(
      admin.send(new AdminGetUserCommand({ UserPoolId, Username: "anna@example.com" })),
    ).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining(
        `cognito-idp:AdminGetUser on resource: arn:aws:cognito-idp:${region}:${account}:userpool/${UserPoolId}`,
      ),
    });
  });

  test("have the keys of their tokens at the front door", async () => {
    const answer = (await (await fetch(`${machine.url}/local_any/.well-known/jwks.json`)).json()) as { keys: object[] };
    expect(answer.keys).toHaveLength(1);
  });
});

describe("secrets", () => {
  const ask = async (target: string, input: object, service = "secretsmanager") =>
    (
      await callAsOperator(machine.url, service, { method: "POST", path: "/", body: JSON.stringify(input), target })
    ).json();

  test("are made once and read by name or ARN", async () => {
    const shelf = { dataDir: machine.dataDir, region };
    const arn = createSecret(shelf, "signing-key", { generate: { PasswordLength: 40, ExcludePunctuation: true } });
    expect(createSecret(shelf, "signing-key", {})).toBe(arn);
    const byName = (await ask("secretsmanager.GetSecretValue", { SecretId: "signing-key" })) as {
      SecretString: string;
    };
    expect(byName.SecretString).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(await ask("secretsmanager.GetSecretValue", { SecretId: arn })).toEqual(byName);
    expect(await ask("secretsmanager.GetSecretValue", { SecretId: "other" })).toMatchObject({
      __type: expect.stringContaining("ResourceNotFoundException"),
    });
  });

  test("and parameters", async () => {
    putParameter({ dataDir: machine.dataDir, region }, "/clientele/stage", "local");
    expect(await ask("AmazonSSM.GetParameter", { Name: "/clientele/stage" }, "ssm")).toMatchObject({
      Parameter: { Value: "local" },
    });
  });
});

describe("everything else", () => {
  test("is the product's", async () => {
    const answer = await fetch(`${machine.url}/v1/clients?limit=1`, { headers: { authorization: "Bearer x" } });
    expect(await answer.json()).toEqual({ method: "GET", url: "/v1/clients?limit=1" });
  });

  test("that is an AWS service without a place here says so", async () => {
    expect((await callAsOperator(machine.url, "ec2", { method: "POST", path: "/", body: "" })).status).toBe(501);
  });
});
