import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildDeps, type WebhooksDeps } from "./deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, WebhooksDeps> = {
  "GET /v1/webhooks": async () => (await import("./managing/list-webhooks.ts")).listAllWebhooks,
  "POST /v1/webhooks": async () => (await import("./managing/create-webhook.ts")).createWebhook,
  "GET /v1/webhooks/{id}": async () => (await import("./managing/read-webhook.ts")).readWebhook,
  "PATCH /v1/webhooks/{id}": async () => (await import("./managing/change-webhook.ts")).changeWebhook,
  "DELETE /v1/webhooks/{id}": async () => (await import("./managing/delete-webhook.ts")).deleteWebhook,
  "POST /v1/webhooks/{id}/rotate-secret": async () => (await import("./managing/rotate-secret.ts")).rotateSecret,
  "POST /v1/webhooks/{id}/test": async () => (await import("./managing/test-webhook.ts")).testWebhook,
  "GET /v1/webhooks/{id}/deliveries": async () => (await import("./managing/list-deliveries.ts")).listDeliveries,
  "POST /v1/webhooks/{id}/deliveries/{deliveryId}/replay": async () =>
    (await import("./managing/replay-delivery.ts")).replayOne,
  "POST /v1/webhooks/{id}/replay": async () => (await import("./managing/replay-range.ts")).replayRange,
};

export const handler = api(buildDeps, useCases, { french: async () => (await import("./french.ts")).french });
