import { revised } from "../../../shared/app/actor.ts";
import { ok, useCase } from "../../../shared/app/use-case.ts";
import { later } from "../../../shared/clock.ts";
import { replace } from "../../../shared/db/writes.ts";
import { type Webhook, webhooks } from "../../../shared/entities/webhook.ts";
import type { WebhooksDeps } from "../deps.ts";
import { routes } from "../manifest.ts";
import { newWebhookSecret, rotated, sealSecret } from "../secrets.ts";
import { presentWebhook } from "./present.ts";
import { webhookIn } from "./store.ts";

const OVERLAP_HOURS = 24;

/** The new secret is answered this once; the old one is valid beside it until the overlap is over. */
export const rotateSecret = useCase(
  routes.rotateSecret,
  async ({ params, body, actor, db, match, now }, { signingKey }: WebhooksDeps) => {
    const current = await webhookIn(db, params.id);
    match(current);
    const secret = newWebhookSecret();
    const until = later(now, (body.overlapHours ?? OVERLAP_HOURS) * 3600);
    const sealed = sealSecret(secret, current, await signingKey());
    const next: Webhook = {
      ...current,
      secrets: rotated(sealed, current.secrets, until, now),
      ...revised(current, actor, now),
    };
    return ok({ ...presentWebhook(next, now), secret }, [replace(webhooks, next, current)]);
  },
);
