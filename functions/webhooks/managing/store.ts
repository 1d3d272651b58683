import type { AccountTable } from "../../../shared/db/table.ts";
import { type Webhook, webhookKey, webhooks } from "../../../shared/entities/webhook.ts";
import { AppError, notFound } from "../../../shared/errors.ts";

/** @throws AppError `not-found` */
export const webhookIn = async (db: AccountTable, id: string): Promise<Webhook> => {
  const webhook = await db.get(webhooks, webhookKey(db.accountId, id));
  if (!webhook) throw notFound("webhook");
  return webhook;
};

/** @throws AppError `conflict` for one that nothing is posted to */
export const mustBeEnabled = ({ status }: Webhook): void => {
  if (status !== "enabled") throw new AppError("conflict", "The webhook is disabled: enable it first.");
};
