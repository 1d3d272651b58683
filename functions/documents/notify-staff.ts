import { queueConsumer } from "../../shared/app/queue.ts";
import { keys } from "../../shared/db/keys.ts";
import { accounts } from "../../shared/entities/account.ts";
import { clients } from "../../shared/entities/client.ts";
import { documents } from "../../shared/entities/document.ts";
import { documentRequests, recipientKey, requestRecipients } from "../../shared/entities/document-request.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { type AccountId, isId } from "../../shared/ids.ts";
import { buildMailingDeps, type MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { senderOf } from "../../shared/messaging/sender.ts";
import { tellStaff } from "../../shared/messaging/tell-staff.ts";
import { letterheadOf } from "../../shared/pages/letterhead.ts";
import { receivedMail } from "./received-mail.ts";
import { refusedMail } from "./refused-mail.ts";
import { staffReadersOf } from "./staff-readers.ts";

/**
 * Tells whoever asked what a client has sent: `document.received`, and `document.infected` or `document.refused` when it
 * was not kept, which the client may have left too early to see. What became of a file is decided once.
 */
export const notifyStaff = async (event: DomainEvent, deps: MailingDeps): Promise<void> => {
  const id = String(event.resource.id);
  if (!isId("document", id)) throw new Error("This event is about no document.");
  const accountId = event.accountId as AccountId;
  const db = deps.table.of(accountId);
  const [account, document] = await Promise.all([
    db.get(accounts, keys.account(accountId)),
    db.get(documents, keys.of(accountId, id)),
  ]);
  if (!account || !document?.requestId || !document.clientId) return;
  const { requestId, clientId } = document;
  const [client, request, recipient] = await Promise.all([
    db.get(clients, keys.of(accountId, clientId)),
    db.get(documentRequests, keys.of(accountId, requestId)),
    db.get(requestRecipients, recipientKey({ accountId, requestId, clientId })),
  ]);
  if (!client || !request || !recipient) return;

  const letterhead = letterheadOf(account, deps.publicUrl);
  const isKept = document.status === "clean";
  const kind = isKept ? "document_received" : "document_refused";
  await tellStaff(
    db,
    {
      kind,
      owner: document.id,
      name: isKept ? "received" : "refused",
      sender: senderOf(account, deps.senderEmail),
      readers: await staffReadersOf(db, account, request.createdBy),
      write: (language) =>
        isKept
          ? receivedMail({ letterhead, client, document, request, recipient, language })
          : refusedMail({ letterhead, client, document, request, language }),
    },
    deps,
  );
};

export const handler = queueConsumer(readDomainEvent, buildMailingDeps, notifyStaff);
