import { queueConsumer } from "../../shared/app/queue.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { accounts } from "../../shared/entities/account.ts";
import { clients } from "../../shared/entities/client.ts";
import { documentRequests, recipientKey, requestRecipients } from "../../shared/entities/document-request.ts";
import { documentShares, shareKey } from "../../shared/entities/document-share.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { type AccountId, isId } from "../../shared/ids.ts";
import { buildMailingDeps, type MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { senderOf } from "../../shared/messaging/sender.ts";
import { tellStaff } from "../../shared/messaging/tell-staff.ts";
import { letterheadOf } from "../../shared/pages/letterhead.ts";
import { returnedMail } from "./returned-mail.ts";
import { staffReadersOf } from "./staff-readers.ts";

/**
 * Tells whoever asked or shared that the e-mail with the link did not arrive, or was complained about:
 * `document_request_recipient.mail_bounced`, `document_share.mail_complained` … Once for each e-mail and for what came of it.
 */
export const tellOfReturned = async (event: DomainEvent, deps: MailingDeps): Promise<void> => {
  const db = deps.table.of(event.accountId as AccountId);
  const [about, account] = await Promise.all([
    subjectOf(db, String(event.resource.id)),
    db.get(accounts, keys.account(db.accountId)),
  ]);
  // Sent again since, or gone.
  if (!about || !account || (about.mail !== "bounced" && about.mail !== "complained")) return;
  const client = await db.get(clients, keys.of(db.accountId, about.clientId));
  if (!client) return;
  const returned = about.mail === "complained" ? "complaint" : (about.mailBounce ?? "soft");
  const { title, mailError: reason } = about;
  const letterhead = letterheadOf(account, deps.publicUrl);
  await tellStaff(
    db,
    {
      kind: "mail_returned",
      owner: about.id,
      name: `RETURNED#${about.round}#${returned}`,
      sender: senderOf(account, deps.senderEmail),
      readers: await staffReadersOf(db, account, about.createdBy),
      write: (language) => returnedMail({ letterhead, client, about: title, returned, reason, language }),
    },
    deps,
  );
};

/** The client's part in a request, or their share of a document. */
const subjectOf = async (db: AccountTable, id: string) => {
  const { accountId } = db;
  const [subject = "", clientId = ""] = id.split(".");
  if (!isId("client", clientId)) throw new Error("This event is about no client's e-mail.");
  if (isId("documentRequest", subject)) {
    const [recipient, request] = await Promise.all([
      db.get(requestRecipients, recipientKey({ accountId, requestId: subject, clientId })),
      db.get(documentRequests, keys.of(accountId, subject)),
    ]);
    return recipient && request && { ...recipient, createdBy: request.createdBy };
  }
  if (!isId("document", subject)) throw new Error("This event is about no request and no document.");
  const share = await db.get(documentShares, shareKey({ accountId, documentId: subject, clientId }));
  return share && { ...share, title: share.fileName };
};

export const handler = queueConsumer(readDomainEvent, buildMailingDeps, tellOfReturned);
