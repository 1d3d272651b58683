import { bodyOf } from "../../functions/webhooks/message.ts";
import { newWebhookSecret, rotated, sealSecret } from "../../functions/webhooks/secrets.ts";
import { signedHeaders } from "../../functions/webhooks/sending/sign.ts";
import type { Webhook } from "../../shared/entities/webhook.ts";
import { derivedId } from "../../shared/ids.ts";

/** Deliveries as the product signs them, with the secrets that must verify them, and those that must not. */

const [key, now] = ["the stage's secret", new Date()];
const place = { id: derivedId("webhook", "judge"), accountId: derivedId("account", "judge") };
const inADay = new Date(now.getTime() + 86_400_000);

const resources = [
  { id: "cli_1", name: "Noémie Côté-Łukasik", note: "« À demain » — 5 € 🚗", tags: [] },
  { id: "cli_2", name: 'Quotes " and \\ and \u2028 line', nested: { amount: 12345, currency: "CAD" } },
  {},
];

const cases = Array.from({ length: 20 }, (_, number) => {
  const [first, second, other] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const before = [{ sealed: sealSecret(first, place, key) }];
  const secrets = number % 2 === 0 ? before : rotated(sealSecret(second, place, key), before, inADay, now);
  const id = derivedId("event", String(number));
  const occurredAt = now.toISOString();
  const actor = { kind: "person", id: "mem_1" };
  const resource = resources[number % resources.length] ?? {};
  const { accountId } = place;
  const event = { id, type: "client.updated", schemaVersion: 1, accountId, occurredAt, actor, resource, changed: [] };
  const body = bodyOf(event);
  const headers = signedHeaders({ ...place, secrets } as Webhook, { id, body }, now, key);
  return { body, headers, valid: number % 2 === 0 ? [first] : [first, second], invalid: [other] };
});

process.stdout.write(JSON.stringify(cases));
