import { listed, useCase } from "../../../shared/app/use-case.ts";
import { webhooks, webhooksOf } from "../../../shared/entities/webhook.ts";
import { routes } from "../manifest.ts";
import { presentWebhook } from "./present.ts";

export const listAllWebhooks = useCase(routes.list, async ({ db, page, now }) =>
  listed(await db.list(webhooks, webhooksOf(db.accountId), page), (webhook) => presentWebhook(webhook, now)),
);
