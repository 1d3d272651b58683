import { Webhook as Signer } from "standardwebhooks";
import type { Webhook } from "../../../shared/entities/webhook.ts";
import { openSecret, validSecrets } from "../secrets.ts";

/**
 * The headers of a delivery as Standard Webhooks has them: the id of the event, the same at every attempt; when it is sent;
 * and a signature by each secret that is valid then.
 */
export const signedHeaders = (
  webhook: Webhook,
  message: { id: string; body: string },
  now: Date,
  signingKey: string,
): Record<string, string> => {
  const signatures = validSecrets(webhook, now).map(({ sealed }) =>
    new Signer(openSecret(sealed, webhook, signingKey)).sign(message.id, now, message.body),
  );
  return {
    "content-type": "application/json",
    "user-agent": "Clientele-Webhooks/1",
    "webhook-id": message.id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": signatures.join(" "),
  };
};
