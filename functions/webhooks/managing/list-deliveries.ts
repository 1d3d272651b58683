import { listed, useCase } from "../../../shared/app/use-case.ts";
import type { AccountTable, ListOptions, Page } from "../../../shared/db/table.ts";
import {
  deliverySortKey,
  dueDeliveries,
  dueUntil,
  endedDeliveries,
  ofWebhook,
  type WebhookDelivery,
  webhookDeliveries,
} from "../../../shared/entities/webhook-delivery.ts";
import type { Id } from "../../../shared/ids.ts";
import { routes } from "../manifest.ts";
import { presentDelivery } from "./present.ts";
import { webhookIn } from "./store.ts";

export const listDeliveries = useCase(routes.listDeliveries, async ({ params, query, db, page }) => {
  const webhookId = params.id as Id<"webhook">;
  const [found] = await Promise.all([deliveriesOf(db, webhookId, query.status, page), webhookIn(db, params.id)]);
  return listed(found, presentDelivery);
});

type Reading = Pick<ListOptions, "limit" | "after">;

const deliveriesOf = (
  db: AccountTable,
  webhookId: Id<"webhook">,
  status: WebhookDelivery["status"] | undefined,
  page: Reading,
): Promise<Page<WebhookDelivery>> => {
  const place = { accountId: db.accountId, webhookId };
  const all = ofWebhook(place);
  if (status === "pending") return db.list(dueDeliveries, all, { ...page, ...dueUntil() });
  if (status) return db.list(webhookDeliveries, endedDeliveries(place, status), { ...page, newestFirst: true });
  return db.list(webhookDeliveries, all, { ...page, prefix: deliverySortKey(), newestFirst: true });
};
