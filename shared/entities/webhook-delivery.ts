import { later, secondsSinceEpoch } from "../clock.ts";
import { type Entity, entity, type Versioned } from "../db/entity.ts";
import { type Key, keys, type Partition, partitions } from "../db/keys.ts";
import { type AccountId, type ClientId, derivedIdAt, type Id } from "../ids.ts";

/** One event on its way to one webhook, and how it went. */
export interface WebhookDelivery extends Versioned {
  id: Id<"delivery">;
  accountId: AccountId;
  webhookId: Id<"webhook">;
  eventId: string;
  eventType: string;
  occurredAt: string;
  /** `skipped`: it came while the webhook was disabled. */
  status: "pending" | "delivered" | "failed" | "skipped";
  /** The latest ones, oldest first. */
  attempts: DeliveryAttempt[];
  /** Failures since it was queued, or queued again by hand: they decide how long it waits. */
  failures: number;
  /** When it is tried next; only while it is pending. */
  nextAttemptAt?: string;
  /** Its next attempt was brought forward, since the receiver was back: once, or what it never takes would be tried for ever. */
  broughtForward?: true;
  createdAt: string;
  ttl: number;
}

export interface DeliveryAttempt {
  at: string;
  durationMs: number;
  /** What the receiver answered with, if it did. */
  responseStatus?: number;
  error?: AttemptError;
}

/** Why an attempt failed. */
export const attemptErrors = [
  "bad_status",
  "redirected",
  "timed_out",
  "not_connected",
  "forbidden_address",
  "no_content",
  "not_signed",
] as const;
export type AttemptError = (typeof attemptErrors)[number];

const KEPT_SECONDS = 30 * 24 * 3600;

/** Until when deliveries and bodies that are written now are kept: seconds since the epoch. */
export const deliveriesKeptUntil = (now: Date): number => secondsSinceEpoch(later(now, KEPT_SECONDS));

const DELIVERY = "DELIVERY#";
const DUE = "DUE#";

type Place = Pick<WebhookDelivery, "accountId" | "webhookId">;

/** The same event to the same webhook is the same delivery. Sorts by the time of the event. */
export const deliveryIdOf = (webhookId: Id<"webhook">, event: { id: string; occurredAt: string }): Id<"delivery"> =>
  derivedIdAt("delivery", new Date(event.occurredAt), webhookId, event.id);

export const deliveryKey = ({ accountId, webhookId }: Place, id: string): Key =>
  keys.part(accountId, webhookId, `${DELIVERY}${id}`);

/** In an index stand those that are over: what waits is listed as it is due. */
export const webhookDeliveries: Entity<WebhookDelivery> = entity("webhook_delivery", (delivery) => ({
  ...deliveryKey(delivery, delivery.id),
  ...(delivery.status === "pending"
    ? {}
    : { gsi2pk: endedDeliveries(delivery, delivery.status).pk, gsi2sk: delivery.id }),
}));

/** The deliveries of a webhook that ended so, by the time of their event. */
export const endedDeliveries = (
  { accountId, webhookId }: Place,
  status: Exclude<WebhookDelivery["status"], "pending">,
): Partition => partitions.list(accountId, `${webhookId}#${status}`);

/** How the sort keys of a webhook's deliveries begin, and where those of an id stand among them. */
export const deliverySortKey = (id = ""): string => `${DELIVERY}${id}`;
export const ofWebhook = ({ accountId, webhookId }: Place): Partition => partitions.self(accountId, webhookId);

/**
 * The same delivery while it waits, in the order in which its webhook's deliveries are due. Beside the delivery, in the same
 * partition, so that whoever sends sees at once what was queued.
 */
export const dueDeliveries: Entity<WebhookDelivery> = entity("webhook_due", (delivery) => dueKey(delivery));

export const dueKey = ({ accountId, webhookId, nextAttemptAt, id }: WebhookDelivery): Key =>
  keys.part(accountId, webhookId, `${DUE}${nextAttemptAt}#${id}`);

/** The sort keys of what is due up to a moment; without one, of all that waits. */
export const dueUntil = (now?: Date): { from: string; to: string } => ({
  from: DUE,
  // Nothing sorts between a moment and the ids that follow it.
  to: now ? `${DUE}${now.toISOString()}$` : `${DUE}~`,
});

/** Those of what waits for a later moment. */
export const dueAfter = (now: Date): { from: string; to: string } => ({
  from: `${DUE}${now.toISOString()}$`,
  to: `${DUE}~`,
});

/** What is posted for an event, the same to every webhook and at every attempt. */
export interface WebhookMessage {
  /** The event's. */
  id: string;
  accountId: AccountId;
  /** JSON. */
  body: string;
  /** Whom it tells of: it goes with them. */
  clientId?: ClientId;
  ttl: number;
}

export const webhookMessageKey = (account: AccountId, eventId: string): Key => keys.part(account, eventId, "MESSAGE");

export const webhookMessages: Entity<WebhookMessage> = entity("webhook_message", ({ accountId, id, clientId }) => ({
  ...webhookMessageKey(accountId, id),
  ...(clientId ? { gsi1pk: partitions.clientWebhooks(accountId, clientId).pk, gsi1sk: id } : {}),
}));

/** How it goes with a webhook at large, and who sends to it now: apart from it, since this changes by itself and often. */
export interface WebhookState {
  accountId: AccountId;
  webhookId: Id<"webhook">;
  /** One sender at a time, until then. */
  holder?: string;
  heldUntil?: string;
  /** Failures since something was delivered. */
  failures?: number;
  failingSince?: string;
  /** Nothing is tried before. */
  restingUntil?: string;
  lastDeliveredAt?: string;
  /** When its timer rings, as far as this is known. */
  timerAt?: string;
  /** Since when it has another address, or is enabled again: what was learned of the receiver before counts no more. */
  anewAt?: string;
  /** Up to which of these moments the senders know of it. */
  knownAnewAt?: string;
}

export const webhookStateKey = (account: AccountId, webhookId: string): Key => keys.part(account, webhookId, "STATE");

export const webhookStates: Entity<WebhookState> = entity("webhook_state", ({ accountId, webhookId }) =>
  webhookStateKey(accountId, webhookId),
);
