import { put, remove, replace, type Write } from "../../shared/db/writes.ts";
import type { Webhook } from "../../shared/entities/webhook.ts";
import {
  deliveriesKeptUntil,
  deliveryIdOf,
  dueDeliveries,
  dueKey,
  type WebhookDelivery,
  webhookDeliveries,
} from "../../shared/entities/webhook-delivery.ts";
import type { DomainEvent } from "../../shared/events/event.ts";

type Told = Pick<DomainEvent, "id" | "type" | "occurredAt">;

/** It is due by the time of its event: what happened first goes out first. */
export const newDelivery = (webhook: Webhook, event: Told, now: Date): WebhookDelivery => ({
  id: deliveryIdOf(webhook.id, event),
  accountId: webhook.accountId,
  webhookId: webhook.id,
  eventId: event.id,
  eventType: event.type,
  occurredAt: event.occurredAt,
  attempts: [],
  failures: 0,
  createdAt: now.toISOString(),
  version: 1,
  ttl: deliveriesKeptUntil(now),
  ...(webhook.status === "enabled" ? { status: "pending", nextAttemptAt: event.occurredAt } : { status: "skipped" }),
});

/** A delivery as it is listed, and as it waits. */
export const deliveryWrites = (delivery: WebhookDelivery): Write[] => [
  put(webhookDeliveries, delivery),
  ...(delivery.status === "pending" ? [put(dueDeliveries, delivery)] : []),
];

/** A delivery that is sent again now. Undefined for one that waits to be sent already, as soon as its turn comes. */
export const dueAgain = (delivery: WebhookDelivery, now: Date): WebhookDelivery | undefined => {
  const nextAttemptAt = now.toISOString();
  if (delivery.nextAttemptAt !== undefined && delivery.nextAttemptAt <= nextAttemptAt) return undefined;
  return { ...delivery, status: "pending", failures: 0, nextAttemptAt, version: delivery.version + 1 };
};

/** A delivery that waits for a later attempt, and is sent now: what happened first goes out first. Its attempts count on. */
export const broughtForward = ({ nextAttemptAt: _, ...delivery }: WebhookDelivery): WebhookDelivery => ({
  ...delivery,
  nextAttemptAt: delivery.occurredAt,
  // One attempt more than it was promised.
  failures: Math.max(0, delivery.failures - 1),
  broughtForward: true,
  version: delivery.version + 1,
});

/** @throws VersionConflict when the delivery was attempted meanwhile */
export const replayWrites = (next: WebhookDelivery, current: WebhookDelivery): Write[] => [
  replace(webhookDeliveries, next, current),
  put(dueDeliveries, next),
  ...(current.status === "pending" ? [remove(dueKey(current))] : []),
];
