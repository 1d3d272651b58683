import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { replace, VersionConflict, type Write } from "../../shared/db/writes.ts";
import type { Document } from "../../shared/entities/document.ts";
import {
  type DocumentRequest,
  documentRequests,
  keptReminders,
  progressOf,
  recipientKey,
  requestRecipients,
  reviseRecipient,
} from "../../shared/entities/document-request.ts";
import { awaitReminder } from "./reminders.ts";

interface Author {
  by: string;
  source: string;
  now: Date;
}

/**
 * Beside the deletion of a file that a client sent: what it counted for, when it was found clean. A request that had
 * everything is open again, and what it has of reminders to come goes on.
 */
export const takeBack = async (db: AccountTable, document: Document, author: Author): Promise<Write[]> => {
  const { accountId, clientId, requestId, itemId, status } = document;
  if (status !== "clean" || !clientId || !requestId || !itemId) return [];
  const [request, recipient] = await Promise.all([
    db.get(documentRequests, keys.of(accountId, requestId)),
    db.get(requestRecipients, recipientKey({ accountId, requestId, clientId })),
  ]);
  if (!request || !recipient) return [];
  const received = { ...recipient.received, [itemId]: Math.max(0, (recipient.received[itemId] ?? 0) - 1) };
  const progress = progressOf(request.items, received);
  const missed = recipient.status === "complete" && progress !== "complete";
  return [
    reviseRecipient(recipient, { received, status: progress }, author),
    ...(missed ? missedAgain(request, author) : []),
  ];
};

/** One client less has sent everything. One that was cancelled stays so. */
const missedAgain = (request: DocumentRequest, author: Author): Write[] => {
  const reminders = keptReminders(request, author.now);
  const next: DocumentRequest = {
    ...request,
    progress: { ...request.progress, complete: Math.max(0, request.progress.complete - 1) },
    ...(request.status === "complete" ? { status: "open" } : {}),
    ...(request.status === "complete" && reminders.length > 0 ? { reminders } : {}),
    version: request.version + 1,
    updatedAt: author.now.toISOString(),
    updatedBy: author.by,
    source: author.source,
  };
  return [
    // Gone in the meantime: the document is deleted all the same, with the next run.
    { ...replace(documentRequests, next, request), otherwise: () => new VersionConflict() },
    ...(request.status === "complete" ? awaitReminder(next, author) : []),
  ];
};
