import type { Deployment } from "./assembly/deployment.ts";
import type { QueueView } from "./door/contract.ts";
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
  doorUrl: string;
  accountId: string;
  region: string;
}

/** Every queue with its depth; those of Lambda itself too, for a test waits until all are empty. */
export async function queueViews({ queues }: Pick<Deployment, "queues">, place: Place): Promise<QueueView[]> {
  const policies = new Map(queues.map(({ arn, RedrivePolicy }) => [arn, RedrivePolicy]));
  const deadLetterArns = new Set([...policies.values()].map((policy) => policy?.deadLetterTargetArn));
  const listed: Listed[] = await inspect(place, "/_fauxqs/queues");
  return listed.map(({ name, arn, ...counts }) => {
    const policy = policies.get(arn);
    return {
      name,
      arn,
      url: `${place.doorUrl}/${place.accountId}/${name}`,
      visible: counts.approximateMessageCount,
      inFlight: counts.approximateInflightCount,
      delayed: counts.approximateDelayedCount,
      deadLetterQueue: policy?.deadLetterTargetArn.split(":").at(-1),
      maxReceiveCount: policy?.maxReceiveCount,
      isDeadLetterQueue: deadLetterArns.has(arn),
    };
  });
}

interface Inspected {
  messages: { inflight: { receiptHandle: string }[] };
}

/**
 * Makes messages visible that an earlier run had in hand when it was killed: nobody works on them any more, so nobody
 * needs to wait for their visibility timeout.
 */
export async function releaseInFlight(place: Place, sqs: JsonCall): Promise<void> {
  const listed: Listed[] = await inspect(place, "/_fauxqs/queues");
  for (const { name, approximateInflightCount } of listed) {
    if (approximateInflightCount === 0) continue;
    const { messages }: Inspected = await inspect(place, `/_fauxqs/queues/${name}`);
    for (const { receiptHandle: ReceiptHandle } of messages.inflight) {
      await sqs("ChangeMessageVisibility", {
        QueueUrl: `/${place.accountId}/${name}`,
        ReceiptHandle,
        VisibilityTimeout: 0,
      });
    }
  }
}

/** The engine's own view of its queues: the API would count only what is visible. */
async function inspect({ fauxqs, region }: Place, path: string) {
  const { body } = await engineRequest(fauxqs, { method: "GET", path, service: "sqs", region });
  return JSON.parse(body);
}
