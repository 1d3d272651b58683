import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { on } from "../../shared/app/on.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { replace, VersionConflict, type Write } from "../../shared/db/writes.ts";
import {
  type DocumentRequest,
  documentRequests,
  type RequestRecipient,
  statusOf,
} from "../../shared/entities/document-request.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { isId } from "../../shared/ids.ts";
import { timer } from "../timers/kinds.ts";
import { awaitReminder, remind } from "./reminders.ts";
import { readRequest, type WholeRequest } from "./store.ts";
import { unreachableOf } from "./unreachable.ts";

/** Forty clients may send their files while they are reminded. */
const RERUNS = 8;

/** A reminder of a request is due: `timer.rang`. It goes to those who have not sent everything, but
 * not to those whose links staff have ended or whom no e-mail reaches, and the next one is set. */
export const remindClients = async (
  { accountId, resource }: EventOf<typeof timer.rang>,
  deps: AppDeps,
): Promise<void> => {
  const id = resource.subject;
  if (!isId("documentRequest", id)) throw new Error("This event is about no document request.");
  const db = deps.table.of(accountId);
  for (let run = 1; ; run++) {
    const whole = await readRequest(db, id);
    try {
      const unreachable = whole ? await unreachableOf(db, whole.recipients) : new Map();
      const reached = ({ clientId }: RequestRecipient) => !unreachable.has(clientId);
      return await db.commit(whole ? reminding(whole, reached, resource.dueAt, deps.clock.now()) : []);
    } catch (error) {
      if (!(error instanceof VersionConflict) || run >= RERUNS) throw error;
    }
  }
};

/**
 * Nothing for a request that is over, or for a reminder that went out when this was told before: the note that it has is in
 * the transaction that queues its e-mails.
 */
const reminding = (
  { request, recipients }: WholeRequest,
  isReached: (recipient: RequestRecipient) => boolean,
  dueAt: string,
  now: Date,
): Write[] => {
  if (statusOf(request, now) !== "open") return [];
  const { reminders = [] } = request;
  // Several, when nobody followed timers for days: they are one e-mail.
  const isDue = (reminder: (typeof reminders)[number]) =>
    !reminder.sentAt && !reminder.dropped && reminder.dueAt <= dueAt;
  if (!reminders.some(isDue)) return [];
  const author = { by: "system", source: "automation", now };
  const at = now.toISOString();
  const next: DocumentRequest = {
    ...request,
    reminders: reminders.map((reminder) => (isDue(reminder) ? { ...reminder, sentAt: at } : reminder)),
    version: request.version + 1,
    updatedAt: at,
    updatedBy: author.by,
    source: author.source,
  };
  return [
    replace(documentRequests, next, request),
    ...remind(
      recipients.filter((recipient) => recipient.mail !== "ended" && isReached(recipient)),
      author,
    ).writes,
    ...awaitReminder(next, author),
  ];
};

export const handler = on([timer.rang], buildWorkerDeps, remindClients);
