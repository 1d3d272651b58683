import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { type Answer, AwsError, xml } from "../answers.ts";
import type { AwsCall } from "../calls.ts";
import type { EngineClient } from "../engine-client.ts";
import { textOf } from "../read.ts";
import { forward, type ServiceHandler } from "./service.ts";

interface SnsParts {
  /** Keeps a text message; gives its message id. */
  sendSms(message: { from: string; to: string; text: string }): string;
  /** By ARN. */
  queueFed(queueArn: string): void;
}

/** Topics are the engine's; a text message to a number is captured here. */
export const snsService =
  (engine: EngineClient, { sendSms, queueFed }: SnsParts): ServiceHandler =>
  async (call) => {
    if (call.operation === "Publish" && textOf(call.input.PhoneNumber)) return sent(sendSms(smsIn(call)));
    const answer = await forward(engine, call);
    if (answer.status === 200 && call.operation.startsWith("Publish")) {
      for (const queue of await subscribedQueues(engine, call)) queueFed(queue);
    }
    return answer;
  };

const smsIn = ({ input }: AwsCall): { from: string; to: string; text: string } => {
  const to = textOf(input.PhoneNumber);
  const message = textOf(input.Message);
  if (!/^\+[1-9]\d{6,14}$/.test(to)) throw invalid(`PhoneNumber Reason: ${to} is not valid to publish to`);
  if (message === "") throw invalid("Empty message");
  if (Buffer.byteLength(message) > 1600) throw invalid("Message Reason: Message too long");
  return {
    from: attribute(input, "AWS.MM.SMS.OriginationNumber") ?? attribute(input, "AWS.SNS.SMS.SenderID") ?? "",
    to,
    text: message,
  };
};

const invalid = (what: string): AwsError => new AwsError("InvalidParameter", `Invalid parameter: ${what}`, 400);

/** Attributes come flattened: `MessageAttributes.entry.1.Name`, `MessageAttributes.entry.1.Value.StringValue`. */
const attribute = (input: Record<string, unknown>, name: string): string | undefined => {
  const entry = Object.entries(input).find(([field, value]) => field.endsWith(".Name") && value === name);
  return entry && textOf(input[`${entry[0].slice(0, -".Name".length)}.Value.StringValue`]);
};

const sent = (messageId: string): Answer =>
  xml(
    `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${messageId}</MessageId></PublishResult>` +
      `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></PublishResponse>`,
  );

/** The engine delivers to queues by itself; their consumers are asleep until somebody tells them. */
const subscribedQueues = async (engine: EngineClient, call: AwsCall): Promise<string[]> => {
  const topic = textOf(call.input.TopicArn);
  const body = Buffer.from(new URLSearchParams({ Action: "ListSubscriptionsByTopic", TopicArn: topic }).toString());
  const answer = await forward(engine, { ...call, body });
  if (!(answer.body instanceof Object && "read" in answer.body)) return [];
  return [...(await text(answer.body)).matchAll(/<Endpoint>(arn:aws:sqs:[^<]+)<\/Endpoint>/g)].map(
    ([, arn = ""]) => arn,
  );
};
