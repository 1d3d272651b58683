import type { DomainEvent } from "../../shared/events/event.ts";

/** The body of a webhook, made of an event here and nowhere else: the event as `data`, in the envelope of Standard Webhooks. */
export const bodyOf = (event: DomainEvent): string =>
  JSON.stringify({ type: event.type, timestamp: event.occurredAt, data: event });

/** What `POST …/test` sends: an event of no resource, to that one webhook. */
export const testEvent = (
  { id, accountId, actor }: Pick<DomainEvent, "id" | "accountId" | "actor">,
  webhookId: string,
  now: Date,
): DomainEvent => ({
  id,
  type: TEST_TYPE,
  schemaVersion: 1,
  accountId,
  occurredAt: now.toISOString(),
  actor,
  resource: { webhookId },
  changed: [],
});

const TEST_TYPE = "webhook.test";
