import { restored } from "../../shared/db/entity.ts";
import type { Client, ClientNote, ClientType, SubscriptionProof } from "../../shared/entities/client.ts";
import type { ClientMessage } from "../../shared/entities/client-message.ts";
import type { ErasedClient } from "../../shared/entities/erased-client.ts";
import { slimClient } from "../../shared/entities/slim-client.ts";
import { kindOf } from "../../shared/events/kind.ts";
import { mailFields } from "../../shared/events/mail-steps.ts";

export const client = kindOf<Client>()({
  entity: "client",
  fromStored: (image) => restored(slimClient, image),
  audience: "partners",
  scope: "clients:read",
  of: "itself",
  title: "name",
  // What a refusal of marketing means is told by `subscriptions`, and by its proof.
  publishes: [
    "id",
    "name",
    "firstName",
    "lastName",
    "company",
    "typeId",
    "email",
    "otherEmails",
    "mobile",
    "raw",
    "phones",
    "addresses",
    "language",
    "tags",
    "fields",
    "priceListId",
    "discountPercent",
    "taxId",
    "note",
    "showNote",
    "signatureExempt",
    "disabled",
    "assignedTo",
    "status",
    "subscriptions",
    "suppressed",
    "createdAt",
  ],
  large: ["fields", "note", "addresses", "phones", "otherEmails", "tags"],
  schemaVersion: 1,
  steps: {
    archived: { status: "archived" },
    restored: [{ status: "archived" }, { status: "active" }],
  },
  history: { inParts: ["fields", "subscriptions"] },
});

/** Takes the place of a client: tells of their end, and nothing of who they were. */
export const erasedClient = kindOf<ErasedClient>()({
  entity: "erased_client",
  resource: "client",
  audience: "partners",
  scope: "clients:read",
  of: "itself",
  publishes: ["id", "status"],
  schemaVersion: 1,
  steps: { erased: { status: "erased" } },
});

export const clientType = kindOf<ClientType>()({
  entity: "client_type",
  audience: "partners",
  scope: "clients:read",
  title: "name",
  publishes: ["id", "name", "sections", "createdAt"],
  large: ["sections"],
  schemaVersion: 1,
  history: {},
});

const note = {
  audience: "partners",
  scope: "clients:read",
  of: "client",
  title: "body",
  publishes: ["id", "clientId", "body", "author", "createdAt"],
  large: ["body"],
  schemaVersion: 1,
} as const;

export const clientNote = kindOf<ClientNote>()({ ...note, entity: "client_note", resource: "note" });
export const clientComment = kindOf<ClientNote>()({ ...note, entity: "client_comment", resource: "comment" });

export const clientMessage = kindOf<ClientMessage>()({
  entity: "client_message",
  audience: "partners",
  scope: "clients:read",
  of: "client",
  title: "subject",
  publishes: ["id", "clientId", "jobId", "subject", "body", "marketing", ...mailFields, "createdAt"],
  large: ["body"],
  schemaVersion: 1,
  steps: {
    queued: { mail: "queued" },
    sent: { mail: "sent" },
    failed: { mail: "failed" },
    delayed: { mail: "delayed" },
    delivered: { mail: "delivered" },
    bounced: { mail: "bounced" },
    complained: { mail: "complained" },
  },
});

export const subscription = kindOf<SubscriptionProof>()({
  entity: "subscription_proof",
  resource: "subscription",
  audience: "partners",
  scope: "clients:read",
  of: "client",
  title: "how",
  publishes: ["id", "clientId", "before", "after", "how", "wording", "campaignId", "at", "createdAt"],
  forWorkers: ["marketingRefusedAt"],
  schemaVersion: 1,
});
