import { ok, useCase } from "../../../shared/app/use-case.ts";
import { webhookStateKey, webhookStates } from "../../../shared/entities/webhook-delivery.ts";
import { routes } from "../manifest.ts";
import { presentWebhook } from "./present.ts";
import { webhookIn } from "./store.ts";

export const readWebhook = useCase(routes.get, async ({ params, db, now }) => {
  const [webhook, state] = await Promise.all([
    webhookIn(db, params.id),
    db.get(webhookStates, webhookStateKey(db.accountId, params.id)),
  ]);
  const { failingSince, restingUntil, lastDeliveredAt } = state ?? {};
  return ok({ ...presentWebhook(webhook, now), failingSince, restingUntil, lastDeliveredAt });
});
