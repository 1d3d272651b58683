import { revised } from "../../../shared/app/actor.ts";
import { ok, useCase } from "../../../shared/app/use-case.ts";
import { replace } from "../../../shared/db/writes.ts";
import { type Webhook, webhooks } from "../../../shared/entities/webhook.ts";
import type { BodyOf } from "../../../shared/http/contract.ts";
import { sameContent } from "../../../shared/same-content.ts";
import type { WebhooksDeps } from "../deps.ts";
import { routes } from "../manifest.ts";
import { beginAnew } from "../wake-soon.ts";
import { checkTarget } from "./check-target.ts";
import { presentWebhook } from "./present.ts";
import { webhookIn } from "./store.ts";

export const changeWebhook = useCase(
  routes.update,
  async ({ params, body, actor, db, match, now }, deps: WebhooksDeps) => {
    const current = await webhookIn(db, params.id);
    match(current);
    const next = changedBy(body, current, now);
    // Also where it is only enabled again: it would tell from now on. Whoever ends that needs no right to read what it tells.
    const isEnabled = next.status === "enabled" && current.status === "disabled";
    if (body.url !== undefined || body.eventTypes !== undefined || isEnabled) await checkTarget(next, actor, deps);
    if (sameContent(next, current)) return ok(presentWebhook(current, now));
    const changed = { ...next, ...revised(current, actor, now) };
    const isBack = changed.status === "enabled" && (current.status === "disabled" || changed.url !== current.url);
    const wake = isBack ? beginAnew(changed, actor.id, now) : [];
    return ok(presentWebhook(changed, now), [replace(webhooks, changed, current), ...wake]);
  },
);

const changedBy = (
  { status, description, url, eventTypes }: BodyOf<typeof routes.update>,
  { description: described, disabledReason, disabledAt, ...rest }: Webhook,
  now: Date,
): Webhook => {
  const text = description === undefined ? described : (description ?? undefined);
  const next = {
    ...rest,
    ...(text === undefined ? {} : { description: text }),
    ...(url === undefined ? {} : { url }),
    ...(eventTypes === undefined ? {} : { eventTypes: [...new Set(eventTypes)] }),
  };
  if ((status ?? rest.status) === "enabled") return { ...next, status: "enabled" };
  return {
    ...next,
    status: "disabled",
    disabledReason: disabledReason ?? "by_hand",
    disabledAt: disabledAt ?? now.toISOString(),
  };
};
