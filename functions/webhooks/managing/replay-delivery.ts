import { accepted, useCase } from "../../../shared/app/use-case.ts";
import { deliveryKey, webhookDeliveries } from "../../../shared/entities/webhook-delivery.ts";
import { notFound } from "../../../shared/errors.ts";
import type { Id } from "../../../shared/ids.ts";
import { routes } from "../manifest.ts";
import { dueAgain, replayWrites } from "../new-delivery.ts";
import { wakeSoon } from "../wake-soon.ts";
import { presentDelivery } from "./present.ts";
import { mustBeEnabled, webhookIn } from "./store.ts";

/** Queues an event again; one that waits for its next attempt is tried now. */
export const replayOne = useCase(routes.replayDelivery, async ({ params, actor, db, now }) => {
  const place = { accountId: db.accountId, webhookId: params.id as Id<"webhook"> };
  const [webhook, current] = await Promise.all([
    webhookIn(db, params.id),
    db.get(webhookDeliveries, deliveryKey(place, params.deliveryId)),
  ]);
  if (!current) throw notFound("delivery");
  mustBeEnabled(webhook);
  const next = dueAgain(current, now);
  if (!next) return accepted(presentDelivery(current), []);
  return accepted(presentDelivery(next), [...replayWrites(next, current), ...wakeSoon(webhook, actor.id, now)]);
});
