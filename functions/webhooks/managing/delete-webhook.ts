import { noContent, useCase } from "../../../shared/app/use-case.ts";
import { removeVersion } from "../../../shared/db/writes.ts";
import { webhooks } from "../../../shared/entities/webhook.ts";
import { routes } from "../manifest.ts";
import { webhookIn } from "./store.ts";

/** What waits for it is posted no more; its deliveries end by themselves. */
export const deleteWebhook = useCase(routes.delete, async ({ params, db, match }) => {
  const webhook = await webhookIn(db, params.id);
  match(webhook);
  return noContent([removeVersion(webhooks, webhook)]);
});
