import { type Document, type DocumentVersion, fileVersionOf, type NewVersion } from "../../shared/entities/document.ts";
import {
  type DocumentRequest,
  pendingReminders,
  type RequestRecipient,
  statusOf,
} from "../../shared/entities/document-request.ts";
import { type DocumentShare, shareStatusOf } from "../../shared/entities/document-share.ts";
import { awaitedUntil, isForgotten } from "../../shared/entities/upload-slot.ts";
import type { WholeRequest } from "./store.ts";

/** A document as callers see it; where its file lies is our business. */
export const presentDocument = (
  { key, uploadId, ttl, fileBy, ownShare, closed, newVersion, ...document }: Document,
  now: Date,
) => ({
  ...document,
  fileVersion: fileVersionOf(document),
  ...(newVersion && mayStillCome(newVersion, now) ? { newVersion: presentNewVersion(newVersion) } : {}),
});

const presentNewVersion = ({ uploadId, ...version }: NewVersion) => version;

/** One that was announced and never sent is forgotten with its form's slot; what became of one that was sent stays. */
const mayStillCome = ({ status, createdAt }: NewVersion, now: Date): boolean =>
  status !== "awaiting_upload" || !isForgotten({ ttl: awaitedUntil(new Date(createdAt)) }, now);

/** A document in a client's list: which way it went, and what became of it there. */
export const presentOfClient = (document: Document, share: DocumentShare | undefined, now: Date) => ({
  ...presentDocument(document, now),
  direction: directionOf(document, share),
  ...(share ? { share: presentShare(share, now) } : {}),
});

const directionOf = ({ origin, closed }: Document, share: DocumentShare | undefined) => {
  if (origin === "client" && !share) return "received";
  return !closed && share?.visibility === "client" ? "shared" : "internal";
};

export const presentShare = ({ id, accountId, fileName, own, grant, round, ...share }: DocumentShare, now: Date) => ({
  ...share,
  status: shareStatusOf(share, now),
});

export const presentVersion = ({ accountId, key, documentId, ...version }: DocumentVersion) => version;

export const presentRequest = ({ accountId, ...request }: DocumentRequest, now: Date) => ({
  ...request,
  status: statusOf(request, now),
  reminders: presentReminders(request, now),
});

/** `dropped`: it did not go out and will not, since the request is over or was by then. */
const presentReminders = (request: Omit<DocumentRequest, "accountId">, now: Date) => {
  const pending = pendingReminders(request, now);
  return (request.reminders ?? []).map((reminder) => {
    const status = reminder.sentAt ? "sent" : pending.includes(reminder) ? "scheduled" : "dropped";
    const { dropped, ...shown } = reminder;
    return { ...shown, status };
  });
};

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
