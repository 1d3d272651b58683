import type { Document } from "../../shared/entities/document.ts";
import { type DocumentRequest, type RequestRecipient, statusOf } from "../../shared/entities/document-request.ts";
import type { WholeRequest } from "./store.ts";

/** A document as callers see it; where its file lies is our business. */
export const presentDocument = ({ key, uploadId, ttl, ...document }: Document) => document;

export const presentRequest = ({ accountId, ...request }: DocumentRequest, now: Date) => ({
  ...request,
  status: statusOf(request, now),
});

export const presentWhole = ({ request, recipients }: WholeRequest, now: Date) => ({
  ...presentRequest(request, now),
  clientIds: recipients.map(({ clientId }) => clientId),
  clients: recipients.map((recipient) => presentRecipient(recipient, request)),
});

const presentRecipient = ({ received, round, ...recipient }: RequestRecipient, { items }: DocumentRequest) => ({
  ...recipient,
  reminders: round - 1,
  received: items.map(({ id }) => ({ itemId: id, files: received[id] ?? 0 })),
});
