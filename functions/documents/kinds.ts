import type { DOCUMENTS_OF_CLIENT, Document } from "../../shared/entities/document.ts";
import type { DocumentRequest, REQUESTS_OF_CLIENT, RequestRecipient } from "../../shared/entities/document-request.ts";
import type { DocumentShare } from "../../shared/entities/document-share.ts";
import { kindOf } from "../../shared/events/kind.ts";
import { mailFields, mailSteps } from "../../shared/events/mail-steps.ts";

export const document = kindOf<Document>()({
  entity: "document",
  audience: "partners",
  scope: "documents:read",
  of: "client",
  title: "fileName",
  card: {
    list: "documents",
    prefix: "document#" satisfies typeof DOCUMENTS_OF_CLIENT,
    piece: ({ requestId }) => (requestId ? { requestId } : {}),
  },
  publishes: [
    "id",
    "clientId",
    "origin",
    "requestId",
    "itemId",
    "fileName",
    "contentType",
    "size",
    "status",
    "reason",
    "visibility",
    "use",
    "receivedAt",
    "fileVersion",
    "createdAt",
  ],
  schemaVersion: 1,
  steps: {
    received: { status: "clean" },
    infected: { status: "infected" },
    refused: { status: "refused" },
  },
});

export const documentShare = kindOf<DocumentShare>()({
  entity: "document_share",
  audience: "partners",
  scope: "documents:read",
  of: "client",
  title: "fileName",
  // On the card it stands for its document, with what the client did with it.
  card: {
    list: "documents",
    prefix: "document#" satisfies typeof DOCUMENTS_OF_CLIENT,
    piece: ({ documentId, status, state }) => ({
      kind: "document",
      id: documentId,
      status: status === "revoked" ? status : state,
    }),
  },
  publishes: [
    "id",
    "documentId",
    "clientId",
    "fileName",
    "visibility",
    "message",
    "expiresAt",
    "status",
    "state",
    "viewedAt",
    "downloadedAt",
    ...mailFields,
    "createdAt",
  ],
  large: ["message"],
  schemaVersion: 1,
  steps: {
    revoked: { status: "revoked" },
    viewed: { state: "viewed" },
    downloaded: { state: "downloaded" },
    ...mailSteps,
  },
});

export const documentRequest = kindOf<DocumentRequest>()({
  entity: "document_request",
  audience: "partners",
  scope: "documents:read",
  title: "title",
  publishes: [
    "id",
    "title",
    "message",
    "items",
    "accept",
    "maxBytes",
    "expiresAt",
    "reminders",
    "status",
    "progress",
    "createdAt",
  ],
  large: ["message", "items"],
  schemaVersion: 1,
  steps: {
    completed: { status: "complete" },
    cancelled: { status: "cancelled" },
  },
});

/** One client's part in a request. */
export const documentRequestRecipient = kindOf<RequestRecipient>()({
  entity: "document_request_recipient",
  audience: "partners",
  scope: "documents:read",
  of: "client",
  title: "title",
  card: {
    list: "documentRequests",
    prefix: "document_request#" satisfies typeof REQUESTS_OF_CLIENT,
    piece: ({ requestId }) => ({ requestId }),
  },
  publishes: ["id", "requestId", "clientId", "title", "status", "received", ...mailFields, "createdAt"],
  schemaVersion: 1,
  steps: { completed: { status: "complete" }, ...mailSteps },
});
