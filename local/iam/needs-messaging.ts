import type { AwsCall } from "../front-door/calls.ts";
import { textOf } from "../front-door/read.ts";
import { arnOf, type Place } from "./arns.ts";
import type { Need } from "./policies.ts";

/** SQS and SNS: a batch needs what each of its entries would need alone. */
export const messagingNeeds = (call: AwsCall, place: Place): Need[] => {
  const action = `${call.service}:${call.operation.replace(/Batch$/, "")}`;
  return [{ action, resource: call.service === "sqs" ? queueOf(call, place) : topicOf(call) }];
};

const queueOf = ({ operation, input }: AwsCall, place: Place): string => {
  if (operation === "ListQueues") return "*";
  if (input.SourceArn !== undefined) return textOf(input.SourceArn);
  const name = textOf(input.QueueName) || textOf(input.QueueUrl).split("/").at(-1) || "*";
  return arnOf("sqs", place, "", name);
};

/** For an SMS the number is the resource, as in AWS: only `*` covers it. */
const topicOf = ({ input }: AwsCall): string =>
  textOf(input.TopicArn) || textOf(input.TargetArn) || textOf(input.PhoneNumber) || "*";
