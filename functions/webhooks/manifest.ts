import { manifest, route } from "../../shared/http/contract.ts";
import { jobAnswer } from "../../shared/http/fields.ts";
import * as schema from "./schemas.ts";

const read = "webhooks:read";
const write = "webhooks:write";

const REACH =
  "It must be on the public Internet and begin with `https://`; redirects are not followed. It can tell nothing that whoever makes it may not read.";

export const routes = {
  list: route("GET /v1/webhooks", {
    summary: "The webhooks of the account, without their secrets",
    description: "An account has twenty at most.",
    access: read,
    visibility: "all",
    query: schema.page,
    answers: { 200: schema.webhookPage },
  }),
  create: route("POST /v1/webhooks", {
    summary: "Has events posted to an address; the secret that they are signed with is shown this once",
    description: `By the Standard Webhooks specification. ${REACH} \`eventTypes\` names types (\`client.updated\`), all of a kind (\`client.*\`) or all (\`*\`).`,
    access: write,
    visibility: "all",
    body: schema.newWebhook,
    answers: { 201: schema.webhookWithSecret },
    versioned: true,
    example: {
      body: { url: "https://partner.example.com/hooks/clientele", eventTypes: ["client.*", "document.received"] },
    },
  }),
  get: route("GET /v1/webhooks/{id}", {
    summary: "A webhook, and how its deliveries go",
    access: read,
    visibility: "all",
    answers: { 200: schema.webhookInDetail },
    versioned: true,
  }),
  update: route("PATCH /v1/webhooks/{id}", {
    summary: "Changes a webhook, disables it, or enables it again",
    description: `${REACH} Enabled again, what was pending goes out; events of the meantime are \`skipped\`, and sent by a replay.`,
    access: write,
    visibility: "all",
    body: schema.webhookPatch,
    answers: { 200: schema.webhook },
    versioned: true,
    example: { body: { description: "The accountants' ERP" } },
  }),
  delete: route("DELETE /v1/webhooks/{id}", {
    summary: "Removes a webhook; nothing more is posted to it",
    access: write,
    visibility: "all",
    answers: { 204: "empty" },
    versioned: true,
  }),
  rotateSecret: route("POST /v1/webhooks/{id}/rotate-secret", {
    summary: "Gives a webhook a new secret, shown this once",
    description:
      "Until the overlap is over (`overlapHours`, 24 unless told) deliveries carry a signature by each of the two: receivers change over in the meantime. `0` ends the old one at once.",
    access: write,
    visibility: "all",
    body: schema.secretRotation,
    answers: { 200: schema.webhookWithSecret },
    versioned: true,
    example: { body: { overlapHours: 24 } },
  }),
  test: route("POST /v1/webhooks/{id}/test", {
    summary: "Posts a test event (`webhook.test`)",
    description: "The delivery says how it went, as any other does.",
    access: write,
    visibility: "all",
    answers: { 202: schema.delivery },
  }),
  listDeliveries: route("GET /v1/webhooks/{id}/deliveries", {
    summary: "What was or is to be posted to a webhook, the latest event first",
    description:
      "Kept for thirty days. `status` lists those that are `delivered`, `failed` or `skipped`; `pending`, in the order in which they are due.",
    access: read,
    visibility: "all",
    query: schema.deliveriesQuery,
    answers: { 200: schema.deliveryPage },
  }),
  replayDelivery: route("POST /v1/webhooks/{id}/deliveries/{deliveryId}/replay", {
    summary: "Posts an event again, under the same `webhook-id`",
    access: write,
    visibility: "all",
    answers: { 202: schema.delivery },
  }),
  replay: route("POST /v1/webhooks/{id}/replay", {
    summary: "Posts the events of a range of time again",
    description:
      "Those that are `failed` or `skipped`, unless `statuses` says otherwise; `to` is now unless told. For the thirty days that deliveries are kept.",
    access: write,
    visibility: "all",
    body: schema.replayRange,
    answers: { 202: jobAnswer },
    example: { body: { from: "2026-11-02T00:00:00-05:00", to: "2026-11-03T00:00:00-05:00", statuses: ["failed"] } },
  }),
};

export const webhooks = manifest("webhooks", "Events posted to partner systems", routes);
