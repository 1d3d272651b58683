import { update, type Write } from "../../shared/db/writes.ts";
import { setTimer } from "../../shared/entities/timer.ts";
import type { Webhook } from "../../shared/entities/webhook.ts";
import { type WebhookState, webhookStateKey, webhookStates } from "../../shared/entities/webhook-delivery.ts";

type Place = Pick<Webhook, "accountId" | "id">;

/** What follows when something was queued by hand: the webhook's timer rings now, whatever it was set to. */
export const wakeSoon = (place: Place, by: string, now: Date): Write[] => waking(place, by, now);

/** What follows when a webhook has another address, or is enabled again: it begins anew, and all that waits is due. */
export const beginAnew = (place: Place, by: string, now: Date): Write[] =>
  waking(place, by, now, { anewAt: now.toISOString() }, ["failures", "failingSince", "restingUntil"]);

const waking = (
  { accountId, id }: Place,
  by: string,
  now: Date,
  set: Partial<WebhookState> = {},
  forget: (keyof WebhookState)[] = [],
): Write[] => [
  setTimer({ accountId, subject: id, purpose: "webhook.send", by, now, dueAt: now }),
  update(webhookStateKey(accountId, id), {
    set: { entity: webhookStates.name, accountId, webhookId: id, ...set },
    remove: ["timerAt", ...forget],
  }),
];
