import type { StreamRecord } from "./batch-plan.ts";

/**
 * A removal by the time to live names DynamoDB as its author. The engine names nobody, so it is told by the item: once its
 * time is over DynamoDB may remove it at any moment, and whoever removes it then might as well have come too late.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
 */
export const withAuthor = (record: StreamRecord, attribute: string | undefined): StreamRecord => {
  if (record.eventName !== "REMOVE" || record.userIdentity || attribute === undefined) return record;
  const { OldImage, ApproximateCreationDateTime: removedAt } = record.dynamodb;
  const endedAt = Number((OldImage as Record<string, { N?: string }> | undefined)?.[attribute]?.N ?? Number.NaN);
  return removedAt !== undefined && endedAt < removedAt ? { ...record, userIdentity: dynamodb } : record;
};

const dynamodb = { type: "Service", principalId: "dynamodb.amazonaws.com" };
