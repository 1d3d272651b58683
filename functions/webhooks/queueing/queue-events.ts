import { insert, type Write } from "../../../shared/db/writes.ts";
import { erasedAmong } from "../../../shared/entities/erased-client.ts";
import { listWebhooks, subscribesTo, takesEvents, type Webhook } from "../../../shared/entities/webhook.ts";
import { deliveriesKeptUntil, webhookMessages } from "../../../shared/entities/webhook-delivery.ts";
import type { SubscribedEvent, SubscribedEvents } from "../../../shared/events/subscribed-events.ts";
import type { ClientId } from "../../../shared/ids.ts";
import { inParallel } from "../../../shared/in-parallel.ts";
import { settleAll } from "../../../shared/settle-all.ts";
import { bodyOf } from "../message.ts";
import { deliveryWrites, newDelivery } from "../new-delivery.ts";
import type { QueueingDeps } from "./deps.ts";

const EVENTS_AT_ONCE = 10;
const ERASED = "client.erased";

/**
 * Writes down each event with its deliveries, in one transaction: whoever dies in it has done nothing or all of it, and an
 * event that comes again is known by its body. Then each webhook is woken, also of events that were known: who died
 * before may not have come that far.
 */
export const queueEvents = async ({ accountId, events }: SubscribedEvents, deps: QueueingDeps): Promise<void> => {
  const db = deps.table.of(accountId);
  const now = deps.clock.now();
  const [all, erased] = await Promise.all([listWebhooks(db), erasedAmong(db, clientsOf(events))]);
  const subscribers = all.filter((webhook) => takesEvents(webhook, now));
  const woken = new Set<Webhook["id"]>();
  await inParallel(EVENTS_AT_ONCE, events, async (event) => {
    // What an event says of somebody who was erased since is not written down any more.
    if (event.clientId && erased.has(event.clientId) && event.type !== ERASED) return;
    const wanted = subscribers.filter((webhook) => isFor(webhook, event));
    if (wanted.length === 0) return;
    await unlessKnown(db.commit(queueing(event, wanted, now)));
    for (const { id, status } of wanted) if (status === "enabled") woken.add(id);
  });
  await settleAll([...woken].map((webhookId) => deps.wake({ accountId, webhookId, sender: deps.ids.next("request") })));
};

const clientsOf = (events: readonly SubscribedEvent[]): ClientId[] => [
  ...new Set(events.flatMap(({ clientId }) => clientId ?? [])),
];

/** A webhook hears of what happened since it was made. */
const isFor = (webhook: Webhook, { type, occurredAt }: SubscribedEvent): boolean =>
  subscribesTo(webhook, type) && occurredAt >= webhook.createdAt;

const queueing = (event: SubscribedEvent, wanted: readonly Webhook[], now: Date): Write[] => [
  insert(webhookMessages, messageOf(event, now), () => new KnownEvent()),
  ...wanted.flatMap((webhook) => deliveryWrites(newDelivery(webhook, event, now))),
];

const messageOf = ({ clientId, ...event }: SubscribedEvent, now: Date) => ({
  id: event.id,
  accountId: event.accountId,
  body: bodyOf(event),
  // What tells of a client's erasure says nothing of them, and outlives it.
  ...(clientId && event.type !== ERASED ? { clientId } : {}),
  ttl: deliveriesKeptUntil(now),
});

/** Thrown for an event that was written down before. */
class KnownEvent extends Error {}

const unlessKnown = async (writing: Promise<void>): Promise<void> => {
  try {
    await writing;
  } catch (error) {
    if (!(error instanceof KnownEvent)) throw error;
  }
};
