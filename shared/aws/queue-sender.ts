import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { lazy } from "../lazy.ts";

export interface QueueSender {
  send(queueUrl: string, body: unknown, delaySeconds?: number): Promise<void>;
}

export const sqsSender = (): QueueSender => {
  const client = lazy(() => new SQSClient({}));
  return {
    async send(QueueUrl, body, DelaySeconds = 0) {
      await client().send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body), DelaySeconds }));
    },
  };
};
