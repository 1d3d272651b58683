import type { Deployment, QueueDeclaration } from "../assembly/deployment.ts";
import type { JsonCall } from "./engine-call.ts";
import { callSns } from "./sns.ts";

/**
 * Creates queues, those for dead letters first, and gives existing ones the attributes of the template.
 * Messages of earlier runs stay in them.
 */
export const provisionQueues = async (queues: QueueDeclaration[], sqs: JsonCall): Promise<void> => {
  const receivesDeadLetters = new Set(queues.flatMap(({ RedrivePolicy }) => RedrivePolicy?.deadLetterTargetArn ?? []));
  const ordered = queues.toSorted(
    (a, b) => Number(receivesDeadLetters.has(b.arn)) - Number(receivesDeadLetters.has(a.arn)),
  );
  for (const queue of ordered) await createQueue(queue, sqs);
};

const createQueue = async (queue: QueueDeclaration, sqs: JsonCall): Promise<void> => {
  const fixed = queue.FifoQueue ? { FifoQueue: "true" } : {};
  const { QueueUrl } = await sqs<{ QueueUrl: string }>("CreateQueue", { QueueName: queue.name, Attributes: fixed });
  await sqs("SetQueueAttributes", { QueueUrl, Attributes: attributesOf(queue) });
};

const attributesOf = (queue: QueueDeclaration): Record<string, string> => {
  const { ContentBasedDeduplication, RedrivePolicy } = queue;
  const values = {
    VisibilityTimeout: queue.VisibilityTimeout,
    DelaySeconds: queue.DelaySeconds,
    MaximumMessageSize: queue.MaximumMessageSize,
    MessageRetentionPeriod: queue.MessageRetentionPeriod,
    ReceiveMessageWaitTimeSeconds: queue.ReceiveMessageWaitTimeSeconds,
    ContentBasedDeduplication,
    RedrivePolicy: RedrivePolicy ? JSON.stringify(RedrivePolicy) : "",
  };
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
};

/** Creates topics and their queue subscriptions; one that asks for e-mail has nobody to write to here. */
export const provisionTopics = async (
  { topics, subscriptions }: Pick<Deployment, "topics" | "subscriptions">,
  base: string,
  region: string,
): Promise<void> => {
  for (const { name } of topics) await callSns(base, region, { Action: "CreateTopic", Name: name });
  for (const subscription of subscriptions) {
    if (subscription.Protocol !== "sqs") continue;
    const attributes = {
      RawMessageDelivery: subscription.RawMessageDelivery,
      FilterPolicy: subscription.FilterPolicy && JSON.stringify(subscription.FilterPolicy),
      FilterPolicyScope: subscription.FilterPolicyScope,
    };
    const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
    await callSns(base, region, {
      Action: "Subscribe",
      TopicArn: subscription.TopicArn,
      Protocol: "sqs",
      Endpoint: subscription.Endpoint,
      ...Object.fromEntries(
        given.flatMap(([name, value], index) => [
          [`Attributes.entry.${index + 1}.key`, name],
          [`Attributes.entry.${index + 1}.value`, String(value)],
        ]),
      ),
    });
  }
};
