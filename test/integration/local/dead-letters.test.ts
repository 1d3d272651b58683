import {
  CreateQueueCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Machine, openMachine, region } from "./support/open-machine.ts";

const arnOf = (name: string) => `arn:aws:sqs:${region}:000000000000:${name}`;
let machine: Machine;
let sqs: SQSClient;
let round = 0;
let [chunks, dead] = ["", ""];

beforeAll(async () => {
  machine = await openMachine();
});
afterAll(() => machine?.stop());

beforeEach(async () => {
  sqs = new SQSClient(machine.operator);
  round += 1;
  [chunks, dead] = [`chunks-${round}`, `chunks-dead-${round}`];
  await sqs.send(new CreateQueueCommand({ QueueName: dead }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(dead), maxReceiveCount: 1 });
  await sqs.send(new CreateQueueCommand({ QueueName: chunks, Attributes: { RedrivePolicy, VisibilityTimeout: "0" } }));
});

const urlOf = (name: string) => `${machine.url}/000000000000/${name}`;
const send = (name: string, MessageBody: string, source?: string) =>
  sqs.send(
    new SendMessageCommand({
      QueueUrl: urlOf(name),
      MessageBody,
      ...(source && { MessageAttributes: { TARGET_ARN: { DataType: "String", StringValue: source } } }),
    }),
  );
const receive = async (name: string) => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: urlOf(name),
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ["All"],
    }),
  );
  return Messages.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount]);
};
const giveUp = async (body: string) => {
  await send(chunks, body);
  expect(await receive(chunks)).toHaveLength(1);
  expect(await receive(chunks)).toEqual([]);
};
const redrive = (settings: { to?: string; rate?: number } = {}) =>
  sqs.send(
    new StartMessageMoveTaskCommand({
      SourceArn: arnOf(dead),
      ...(settings.to && { DestinationArn: arnOf(settings.to) }),
      ...(settings.rate !== undefined && { MaxNumberOfMessagesPerSecond: settings.rate }),
    }),
  );
const lastTask = async () => (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arnOf(dead) }))).Results?.[0];

describe("a redrive", () => {
  test("brings dead letters back to the queue they came from, as if they had never been tried", async () => {
    await giveUp("one");
    await giveUp("two");
    expect((await redrive()).TaskHandle).toBeTruthy();
    expect(await receive(chunks)).toEqual([
      ["one", "1"],
      ["two", "1"],
    ]);
    expect(await receive(dead)).toEqual([]);
    expect(await lastTask()).toMatchObject({
      Status: "COMPLETED",
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
    });
  });

  test("is on the disk: what was brought back is there after a restart, and only there", async () => {
    await giveUp("one");
    await redrive();
    await machine.restart();
    sqs = new SQSClient(machine.operator);
    expect(await receive(chunks)).toEqual([["one", "1"]]);
    expect(await receive(dead)).toEqual([]);
  });

  test("leaves what EventBridge could not deliver, and moves it to a queue that is named", async () => {
    await send(dead, "undelivered", arnOf(chunks));
    await redrive();
    expect(await lastTask()).toMatchObject({
      Status: "FAILED",
      FailureReason: "CouldNotDetermineMessageSource",
      ApproximateNumberOfMessagesMoved: 0,
    });
    await redrive({ to: chunks });
    expect(await receive(chunks)).toEqual([["undelivered", "1"]]);
  });

  test("is refused as SQS refuses it: no such queue, no dead letters of a queue, a pace out of bounds", async () => {
    const start = (SourceArn: string) => sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
    await expect(start(arnOf("nowhere"))).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(start(arnOf(chunks))).rejects.toThrow("Source queue must be configured as a Dead Letter Queue.");
    await expect(redrive({ rate: 501 })).rejects.toThrow("MaxNumberOfMessagesPerSecond");
    await expect(redrive({ to: "nowhere" })).rejects.toThrow("DestinationArn");
  });
});
