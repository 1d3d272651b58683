import { readerOf } from "../../shared/app/on.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import { SUBSCRIBED, type SubscribedEvents } from "../../shared/events/subscribed-events.ts";
import { isId } from "../../shared/ids.ts";
import { timer } from "../timers/kinds.ts";
import { buildQueueingDeps, type QueueingDeps } from "./queueing/deps.ts";
import { queueEvents } from "./queueing/queue-events.ts";

const readTimer = readerOf([timer.rang]);

type Message = { events: SubscribedEvents } | { accountId: string; webhookId: string };

/** What some webhooks want to hear of, and timers of webhooks that rang. @throws Error for anything else */
export const readMessage = (body: unknown): Message => {
  const { "detail-type": type, detail } = body as { "detail-type"?: unknown; detail?: unknown };
  if (type === SUBSCRIBED) return { events: detail as SubscribedEvents };
  const { accountId, resource } = readTimer(body);
  return { accountId, webhookId: resource.subject };
};

export const queueDeliveries = async (message: Message, deps: QueueingDeps): Promise<void> => {
  if ("events" in message) return queueEvents(message.events, deps);
  const { accountId, webhookId } = message;
  if (!isId("account", accountId) || !isId("webhook", webhookId)) throw new Error("This timer is of no webhook.");
  await deps.wake({ accountId, webhookId, sender: deps.ids.next("request") });
};

export const handler = queueConsumer(readMessage, buildQueueingDeps, queueDeliveries);
