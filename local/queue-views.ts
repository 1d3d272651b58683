import type { Deployment } from "./assembly/deployment.ts";
import type { QueueView } from "./control/views.ts";
import { engineRequest, type JsonCall } from "./provision/engine-call.ts";

interface Listed {
  name: string;
  arn: string;
  approximateMessageCount: number;
  approximateInflightCount: number;
  approximateDelayedCount: number;
}

interface Place {
  fauxqs: string;
  frontDoorUrl: string;
  accountId: string;
  region: string;
}

/** Every queue with its depth; those of Lambda itself too, for a test waits until all are empty. */
export const queueViews = async (deployment: Deployment, place: Place): Promise<QueueView[]> => {
  const { queues } = deployment;
  const policies = new Map(queues.map(({ arn, RedrivePolicy }) => [arn, RedrivePolicy]));
  const deadLetterArns = deadLetterQueues(deployment);
  const listed: Listed[] = await inspect(place, "/_fauxqs/queues");
  return listed.map(({ name, arn, ...counts }) => {
    const policy = policies.get(arn);
    return {
      name,
      arn,
      url: `${place.frontDoorUrl}/${place.accountId}/${name}`,
      visible: counts.approximateMessageCount,
      inFlight: counts.approximateInflightCount,
      delayed: counts.approximateDelayedCount,
      deadLetterQueue: policy?.deadLetterTargetArn.split(":").at(-1),
      maxReceiveCount: policy?.maxReceiveCount,
      isDeadLetterQueue: deadLetterArns.has(arn),
    };
  });
};

/** Queues that take what others, streams, rules, schedules or functions have given up. */
const deadLetterQueues = (deployment: Deployment): Set<string | undefined> => {
  const { queues, mappings, rules, schedules, functions, invokeConfigs } = deployment;
  return new Set([
    ...queues.map(({ RedrivePolicy }) => RedrivePolicy?.deadLetterTargetArn),
    ...[...mappings, ...invokeConfigs].map(({ DestinationConfig }) => DestinationConfig?.OnFailure?.Destination),
    ...rules.flatMap(({ Targets }) => Targets.map(({ DeadLetterConfig }) => DeadLetterConfig?.Arn)),
    ...schedules.map(({ Target }) => Target.DeadLetterConfig?.Arn),
    ...functions.map(({ deadLetterArn }) => deadLetterArn),
  ]);
};

interface Inspected {
  messages: { inflight: { receiptHandle: string }[] };
}

/**
 * Makes messages visible that an earlier run had in hand when it was killed: nobody works on them any more, so nobody
 * needs to wait for their visibility timeout. In a second, not at once: the engine cannot write down a timeout of zero.
 */
export const releaseInFlight = async (place: Place, sqs: JsonCall): Promise<void> => {
  const listed: Listed[] = await inspect(place, "/_fauxqs/queues");
  for (const { name, approximateInflightCount } of listed) {
    if (approximateInflightCount === 0) continue;
    const { messages }: Inspected = await inspect(place, `/_fauxqs/queues/${name}`);
    for (const { receiptHandle: ReceiptHandle } of messages.inflight) {
      await sqs("ChangeMessageVisibility", {
        QueueUrl: `/${place.accountId}/${name}`,
        ReceiptHandle,
        VisibilityTimeout: 1,
      });
    }
  }
};

/** The engine's own view of its queues: the API would count only what is visible. */
const inspect = async ({ fauxqs, region }: Place, path: string) => {
  const { body } = await engineRequest(fauxqs, { method: "GET", path, service: "sqs", region });
  return JSON.parse(body);
};
