import type { Webhook } from "../../../shared/entities/webhook.ts";
import type { WebhookDelivery } from "../../../shared/entities/webhook-delivery.ts";

/** A webhook as callers see it; the schema of the answer leaves its secrets out. */
export const presentWebhook = (webhook: Webhook, now: Date) => {
  const [, previous] = webhook.secrets;
  const until = previous?.until;
  return { ...webhook, ...(until && until > now.toISOString() ? { previousSecretUntil: until } : {}) };
};

export const presentDelivery = (delivery: WebhookDelivery) => {
  const last = delivery.attempts.at(-1);
  return {
    ...delivery,
    ...(last ? { durationMs: last.durationMs } : {}),
    ...(last?.responseStatus === undefined ? {} : { responseStatus: last.responseStatus }),
  };
};
