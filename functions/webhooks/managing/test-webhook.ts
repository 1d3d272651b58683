import { accepted, useCase } from "../../../shared/app/use-case.ts";
import { insert } from "../../../shared/db/writes.ts";
import { deliveriesKeptUntil, webhookMessages } from "../../../shared/entities/webhook-delivery.ts";
import type { WebhooksDeps } from "../deps.ts";
import { routes } from "../manifest.ts";
import { bodyOf, testEvent } from "../message.ts";
import { deliveryWrites, newDelivery } from "../new-delivery.ts";
import { wakeSoon } from "../wake-soon.ts";
import { presentDelivery } from "./present.ts";
import { mustBeEnabled, webhookIn } from "./store.ts";

/** An event of nothing, to see whether it arrives. */
export const testWebhook = useCase(routes.test, async ({ params, actor, db, now }, { ids }: WebhooksDeps) => {
  const webhook = await webhookIn(db, params.id);
  mustBeEnabled(webhook);
  const { accountId, id: by, kind } = actor;
  const event = testEvent({ id: ids.next("event"), accountId, actor: { kind, id: by } }, webhook.id, now);
  const delivery = newDelivery(webhook, event, now);
  return accepted(presentDelivery(delivery), [
    insert(webhookMessages, { id: event.id, accountId, body: bodyOf(event), ttl: deliveriesKeptUntil(now) }),
    ...deliveryWrites(delivery),
    ...wakeSoon(webhook, by, now),
  ]);
});
