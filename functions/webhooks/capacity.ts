import {
  type Case,
  holds,
  idOf,
  list,
  now,
  one,
  PAGE,
  places,
  type Setting,
  times,
  together,
  written,
} from "../../bench/capacity/case.ts";
import { webhookKey, webhooksOf } from "../../shared/entities/webhook.ts";
import {
  deliveryKey,
  deliverySortKey,
  endedDeliveries,
  webhookStateKey,
} from "../../shared/entities/webhook-delivery.ts";
import type { Id } from "../../shared/ids.ts";

const url = "https://partner.example.com/hooks";
const all = { url, eventTypes: ["*"] };

/** Events that are posted to partner systems. */
export const webhookCases = async ({ caller, make }: Setting): Promise<Case[]> => {
  const { account } = caller;
  const at = places(account.id);
  const aWebhook = async () => idOf(await make("POST /v1/webhooks", { body: all })) as Id<"webhook">;
  const [shown, leaving] = [await aWebhook(), await aWebhook()];
  const tests = await times(30, () => make("POST /v1/webhooks/{id}/test", { params: { id: shown } }));
  const key = (id: string) => webhookKey(account.id, id);
  const own = { ...webhooksOf(account.id), items: 2 };
  const aDelivery = idOf(tests[0] ?? {});
  const place = { accountId: account.id, webhookId: shown };
  return [
    {
      route: "GET /v1/webhooks",
      pattern: "Query `acc#WEBHOOKS`",
      reads: [list("webhooks", own)],
      check: holds(2),
    },
    {
      route: "POST /v1/webhooks",
      pattern: "Query `acc#WEBHOOKS` as it stands now; Put",
      body: all,
      reads: [list("webhooks", own)],
      writes: ({ body }) => [one("webhook", key(idOf(body)))],
      because: "the account's webhooks are counted as they stand now, for twice the units",
    },
    {
      route: "GET /v1/webhooks/{id}",
      pattern: "Get webhook, and how it goes with it",
      params: { id: shown },
      reads: [now("webhook, state", key(shown), webhookStateKey(account.id, shown))],
    },
    {
      route: "PATCH /v1/webhooks/{id}",
      pattern: "Get webhook; Put guarded by its version",
      params: { id: shown },
      body: { eventTypes: ["client.*"] },
      reads: [now("webhook", key(shown))],
      writes: () => [one("webhook", key(shown))],
    },
    {
      route: "POST /v1/webhooks/{id}/rotate-secret",
      pattern: "Get webhook; Put guarded by its version",
      params: { id: shown },
      reads: [now("webhook", key(shown))],
      writes: () => [one("webhook", key(shown))],
    },
    {
      route: "POST /v1/webhooks/{id}/test",
      pattern: "Get webhook; body, delivery, what waits, timer, state in one transaction",
      params: { id: shown },
      reads: [now("webhook", key(shown))],
      writes: ({ calls }) => [together("body, delivery, what waits, timer, state", ...written(calls))],
    },
    {
      route: "GET /v1/webhooks/{id}/deliveries",
      pattern: "Get webhook; Query `acc#whk` / `DELIVERY#`, newest first",
      params: { id: shown },
      reads: [now("webhook", key(shown)), list("deliveries", at.partsOf(shown, deliverySortKey(), undefined, true))],
    },
    {
      route: "GET /v1/webhooks/{id}/deliveries",
      pattern: "Get webhook; Query `acc#whk` / `DUE#`",
      params: { id: shown },
      query: { status: "pending" },
      reads: [now("webhook", key(shown)), list("what waits", at.partsOf(shown, "DUE#"))],
    },
    {
      route: "GET /v1/webhooks/{id}/deliveries",
      pattern: "Get webhook; Query gsi2 `acc#whk#failed`, newest first",
      params: { id: shown },
      query: { status: "failed" },
      reads: [now("webhook", key(shown)), list("deliveries", { ...endedDeliveries(place, "failed"), items: PAGE })],
      check: holds(0),
    },
    {
      route: "POST /v1/webhooks/{id}/deliveries/{deliveryId}/replay",
      pattern: "Get webhook, delivery; nothing where it waits already",
      params: { id: shown, deliveryId: aDelivery },
      reads: [now("webhook, delivery", key(shown), deliveryKey(place, aDelivery))],
    },
    {
      route: "POST /v1/webhooks/{id}/replay",
      pattern: "Get webhook; Put job",
      params: { id: shown },
      body: { from: "2026-01-01T00:00:00Z" },
      reads: [now("webhook", key(shown))],
      writes: ({ calls }) => [one("job", ...written(calls))],
    },
    {
      route: "DELETE /v1/webhooks/{id}",
      pattern: "Get webhook; Delete guarded by its version",
      params: { id: leaving },
      reads: [now("webhook", key(leaving))],
      writes: () => [one("webhook", key(leaving))],
    },
  ];
};
