import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from "@aws-sdk/client-sqs";
import { chunksOf } from "../../../shared/db/table.ts";
import type { CampaignChunk } from "../../../shared/entities/campaign-chunk.ts";
import { lazy } from "../../../shared/lazy.ts";
import { settleAll } from "../../../shared/settle-all.ts";

/**
 * "See what is to be done with this chunk": the chunk itself says what, so a repeated message does no harm. Where its
 * recipients stand never changes, so the message says it: they are read while the chunk is claimed.
 */
export interface ChunkMessage {
  accountId: string;
  campaignId: string;
  chunk: number;
  segment: string;
  offset: number;
  size: number;
  /** The message came through the queue of the provider's events, behind those that waited there. */
  drained?: boolean;
}

export const messageFor = ({
  accountId,
  campaignId,
  number,
  segment,
  offset,
  size,
}: Pick<CampaignChunk, "accountId" | "campaignId" | "number" | "segment" | "offset" | "size">): ChunkMessage => ({
  accountId,
  campaignId,
  chunk: number,
  segment,
  offset,
  size,
});

/** "Go on planning this campaign, or see whether it is done." */
export interface PlanMessage {
  accountId: string;
  campaignId: string;
  /** How many chunks were not done when the planner looked last. */
  missing?: number;
  /** How often it has found just as many. */
  looks?: number;
}

/** Sends messages; resolves once every one of them is queued. Delays are in seconds, 900 at most (Amazon SQS). */
export interface Outbox<Message> {
  send(messages: readonly Message[], delaySeconds?: number): Promise<void>;
}

const AT_ONCE = 10;
export const LONGEST_DELAY = 900;
const client = lazy(() => new SQSClient({}));

export const sqsOutbox = <Message>(queueUrl: string, sqs: () => SQSClient = client): Outbox<Message> => ({
  async send(messages, delaySeconds = 0) {
    const DelaySeconds = Math.min(LONGEST_DELAY, Math.max(0, Math.ceil(delaySeconds)));
    await settleAll(
      chunksOf(messages, AT_ONCE).map((group) =>
        sendGroup(
          sqs(),
          queueUrl,
          group.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message), DelaySeconds })),
        ),
      ),
    );
  },
});

const TRIES = 3;

/** A batch succeeds in part: what was not taken is sent again. */
const sendGroup = async (sqs: SQSClient, QueueUrl: string, group: SendMessageBatchRequestEntry[]): Promise<void> => {
  let waiting = group;
  for (let tries = 1; waiting.length > 0; tries++) {
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: waiting }));
    if (Failed.length > 0 && tries >= TRIES) throw new Error(`The queue refused ${Failed.length} messages.`);
    const refused = new Set(Failed.map(({ Id }) => Id));
    waiting = waiting.filter(({ Id }) => refused.has(Id));
  }
};
