import type { Words } from "../../shared/http/words.ts";

const example = "https://partner.example.com/hooks/clientele";

export const descriptions: Words = {
  "NewWebhook.url": ["Where events are posted to: on the public Internet, by https", example],
  "WebhookPatch.url": ["Where events are posted to from now on", example],
  "Webhook.url": ["Where events are posted to", example],
  "WebhookInDetail.url": ["Where events are posted to", example],
  "WebhookWithSecret.url": ["Where events are posted to", example],
  description: ["What it is for, in your words", "Comptabilité"],
  eventTypes: ["Which events: types, all of a kind (`client.*`), or all (`*`)", ["client.*", "document.received"]],
  "NewWebhook.status": ["Whether events are posted", "enabled"],
  "WebhookPatch.status": ["`disabled` stops all posts; `enabled` has them go on", "enabled"],
  "Webhook.status": ["Whether events are posted", "enabled"],
  "WebhookInDetail.status": ["Whether events are posted", "enabled"],
  "WebhookWithSecret.status": ["Whether events are posted", "enabled"],
  disabledReason: [
    "Who disabled it: somebody (`by_hand`), the receiver, which answered 410 (`gone`), or five days in which it took nothing (`failing`)",
    "failing",
  ],
  disabledAt: ["Since when it is disabled (RFC 3339, UTC)", "2026-03-07T15:00:00.000Z"],
  previousSecretUntil: [
    "Until when deliveries are signed with the secret of before, too; absent when there is one secret",
    "2026-03-03T15:00:00.000Z",
  ],
  failingSince: ["Since when nothing was taken; absent when the last post was", "2026-03-02T15:00:00.000Z"],
  restingUntil: ["Until when nothing is tried, because several posts in a row failed", "2026-03-02T15:05:00.000Z"],
  lastDeliveredAt: ["When something was taken last", "2026-03-02T14:59:58.000Z"],
  "WebhookWithSecret.secret": [
    "What receivers verify signatures with: shown this once",
    "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
  ],
  overlapHours: ["For how many hours the secret of before stays valid; 24 unless told", 24],
  webhookId: ["The id of the webhook", "whk_01HZX3QK8S5T7VWXYZ0123456A"],
  eventId: ["The id of the event: it is the `webhook-id` of every post", "evt_01HZX3QK8S5T7VWXYZ0123456A"],
  eventType: ["The type of the event", "client.updated"],
  "Delivery.occurredAt": ["When it happened (RFC 3339, UTC)", "2026-03-02T15:00:00.000Z"],
  "Delivery.status": [
    "`pending`: to be tried, or tried again; `delivered`; `failed`: given up; `skipped`: it happened while the webhook was disabled",
    "delivered",
  ],
  attempts: ["How each attempt went, the latest twenty", undefined],
  durationMs: ["How long it took, in milliseconds", 182],
  responseStatus: ["What the receiver answered with, by HTTP; absent when it did not", 204],
  "attempts.error": [
    "Why it failed: `bad_status` (an answer other than 2xx), `redirected`, `timed_out` (10 seconds), `not_connected`, `forbidden_address` (not on the public Internet), `no_content` (whom it told of was erased), `not_signed`",
    "timed_out",
  ],
  nextAttemptAt: ["When it is tried next", "2026-03-02T15:05:00.000Z"],
  "ReplayRange.from": ["From when on: of events that happened then or later", "2026-03-02T00:00:00-05:00"],
  "ReplayRange.to": ["Until when: of events that happened before; now unless told", "2026-03-03T00:00:00-05:00"],
  statuses: ["Which of them; `failed` and `skipped` unless told", ["failed"]],
};
