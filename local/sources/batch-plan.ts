import { failedItems } from "./item-failures.ts";

export interface StreamRecord {
  eventID?: string;
  eventName?: string;
  awsRegion?: string;
  eventSourceARN?: string;
  userIdentity?: object;
  dynamodb: { SequenceNumber: string; Keys?: unknown; ApproximateCreationDateTime?: number } & Record<string, unknown>;
}

/** A run of records in stream order, and how often it was tried as it is. */
export interface Batch {
  records: StreamRecord[];
  attempt: number;
}

export interface RetryPolicy {
  bisect: boolean;
  reportsItems: boolean;
  /** -1: for as long as the records are kept. */
  maximumRetries: number;
}

/** What to do after a try: first `retry` in this order, or send `discard` to the on-failure destination. */
export interface Plan {
  retry: Batch[];
  discard?: StreamRecord[];
}

/** Plans what follows a call that returned. */
export const afterAnswer = (batch: Batch, answer: unknown, policy: RetryPolicy): Plan => {
  if (!policy.reportsItems) return { retry: [] };
  const failures = failedItems(answer);
  if (failures === "all") return afterFailure(batch, policy);
  if (failures.size === 0) return { retry: [] };
  const first = batch.records.findIndex(({ dynamodb }) => failures.has(dynamodb.SequenceNumber));
  if (first < 0) return afterFailure(batch, policy);
  // Everything before the first failed record is done: order forbids to go past it.
  if (first === 0) return afterFailure(batch, policy);
  return { retry: [{ records: batch.records.slice(first), attempt: 0 }] };
};

/**
 * Plans what follows a call that threw. Cutting a batch in two does not count as a retry; a single record, or any batch
 * where bisecting is off, is retried as it is until its retries are used up.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const afterFailure = ({ records, attempt }: Batch, { bisect, maximumRetries }: RetryPolicy): Plan => {
  if (bisect && records.length > 1) {
    const middle = Math.ceil(records.length / 2);
    return {
      retry: [
        { records: records.slice(0, middle), attempt: 0 },
        { records: records.slice(middle), attempt: 0 },
      ],
    };
  }
  if (maximumRetries >= 0 && attempt >= maximumRetries) return { retry: [], discard: records };
  return { retry: [{ records, attempt: attempt + 1 }] };
};
