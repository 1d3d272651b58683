import type { Write } from "../../shared/db/writes.ts";
import type { Account } from "../../shared/entities/account.ts";
import {
  type DocumentRequest,
  pendingReminders,
  type Reminder,
  type RequestRecipient,
  reviseRecipient,
} from "../../shared/entities/document-request.ts";
import { setTimer, stopTimer } from "../../shared/entities/timer.ts";
import { invalid } from "../../shared/errors.ts";
import { hourOnDay } from "../../shared/wall-clock.ts";

/** When people read their e-mails, and nobody is woken. */
const DECENT_HOUR = 9;

interface Author {
  by: string;
  source: string;
  now: Date;
}

/**
 * The reminders of a request, in their order, each on its day at nine in the morning of the business.
 * @throws AppError `validation` for one that is due when the request is over
 */
export const planReminders = (
  asked: readonly { afterDays: number }[],
  { createdAt, expiresAt }: Pick<DocumentRequest, "createdAt" | "expiresAt">,
  { timeZone }: Pick<Account, "timeZone">,
): Reminder[] => {
  const days = new Map(
    asked.map(({ afterDays }, index) => {
      const dueAt = hourOnDay(timeZone, new Date(createdAt), afterDays, DECENT_HOUR).toISOString();
      if (dueAt >= expiresAt) throw invalid(`/reminders/${index}/afterDays`, "The request is over by then");
      return [afterDays, { afterDays, dueAt }];
    }),
  );
  return [...days.values()].sort((a, b) => a.afterDays - b.afterDays);
};

const timerOf = ({ accountId, id }: Pick<DocumentRequest, "accountId" | "id">, { by, now }: Author) =>
  ({ accountId, subject: id, purpose: "document_request.remind", by, now }) as const;

/** Has the next reminder ring at its time; nothing when there is none to come. */
export const awaitReminder = (request: DocumentRequest, author: Author): Write[] => {
  const [next] = pendingReminders(request, author.now);
  return next ? [setTimer({ ...timerOf(request, author), dueAt: new Date(next.dueAt) })] : [];
};

/** Nobody is to be reminded any more. */
export const stopReminders = (request: DocumentRequest, author: Author): Write[] =>
  pendingReminders(request, author.now).length > 0 ? [stopTimer(timerOf(request, author))] : [];

/**
 * Queues another e-mail for those who have not sent everything; one that is still on its way is not doubled. Whether there
 * is an address to send it to is found out when it is sent.
 */
export const remind = (recipients: readonly RequestRecipient[], author: Author) => {
  const due = recipients.filter(({ status, mail }) => status !== "complete" && mail !== "queued");
  const changed = new Map(due.map(({ id, round }) => [id, { mail: "queued" as const, round: round + 1 }]));
  return {
    writes: due.map((recipient) => reviseRecipient(recipient, changed.get(recipient.id) ?? {}, author)),
    /** A recipient as it is then. */
    after: (recipient: RequestRecipient): RequestRecipient => ({ ...recipient, ...changed.get(recipient.id) }),
  };
};
