import { born } from "../../../shared/app/actor.ts";
import { created, useCase } from "../../../shared/app/use-case.ts";
import { insert } from "../../../shared/db/writes.ts";
import { listWebhooks, WEBHOOKS_OF_AN_ACCOUNT, type Webhook, webhooks } from "../../../shared/entities/webhook.ts";
import { AppError } from "../../../shared/errors.ts";
import type { WebhooksDeps } from "../deps.ts";
import { routes } from "../manifest.ts";
import { newWebhookSecret, sealSecret } from "../secrets.ts";
import { checkTarget } from "./check-target.ts";
import { presentWebhook } from "./present.ts";

/** The secret is answered this once; the table holds it encrypted. */
export const createWebhook = useCase(routes.create, async ({ body, actor, db, now }, deps: WebhooksDeps) => {
  await checkTarget(body, actor, deps);
  if ((await listWebhooks(db)).length >= WEBHOOKS_OF_AN_ACCOUNT)
    throw new AppError("conflict", `An account has ${WEBHOOKS_OF_AN_ACCOUNT} webhooks at most.`);
  const place = { id: deps.ids.next("webhook"), accountId: actor.accountId };
  const secret = newWebhookSecret();
  const webhook: Webhook = {
    ...place,
    ...body,
    eventTypes: [...new Set(body.eventTypes)],
    status: "enabled",
    secrets: [{ sealed: sealSecret(secret, place, await deps.signingKey()) }],
    ...born(actor, now),
  };
  return created({ ...presentWebhook(webhook, now), secret }, [insert(webhooks, webhook)]);
});
