import { on } from "../../shared/app/on.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { clients } from "../../shared/entities/client.ts";
import { documentRequests, recipientKey, requestRecipients } from "../../shared/entities/document-request.ts";
import { documentShares, shareKey } from "../../shared/entities/document-share.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { buildMailingDeps, type MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { notify } from "../../shared/messaging/notify.ts";
import { documentRequestRecipient, documentShare } from "./kinds.ts";
import { mailReturned } from "./mails.ts";
import { returnedMail } from "./returned-mail.ts";

/**
 * Tells whoever asked or shared that the e-mail with the link did not arrive, or was complained about:
 * `document_request_recipient.mail_bounced`, `document_share.mail_complained` … Once for each e-mail and for what came of it.
 */
export const tellOfReturned = async (event: Returned, deps: MailingDeps): Promise<void> => {
  const db = deps.table.of(event.accountId);
  const about = await subjectOf(db, event);
  // Sent again since, or gone.
  if (!about || (about.mail !== "bounced" && about.mail !== "complained")) return;
  const client = await db.get(clients, keys.of(db.accountId, about.clientId));
  if (!client) return;
  const returned = about.mail === "complained" ? "complaint" : (about.mailBounce ?? "soft");
  const { title, mailError: reason } = about;
  await notify(
    db,
    mailReturned,
    {
      id: about.id,
      name: `RETURNED#${about.round}#${returned}`,
      asker: about.createdBy,
      write: (given) => returnedMail({ ...given, client, about: title, returned, reason }),
    },
    deps,
  );
};

/** The client's part in a request, or their share of a document. */
const subjectOf = async (db: AccountTable, { accountId, resource }: Returned) => {
  const { clientId } = resource;
  if ("requestId" in resource) {
    const { requestId } = resource;
    const [recipient, request] = await Promise.all([
      db.get(requestRecipients, recipientKey({ accountId, requestId, clientId })),
      db.get(documentRequests, keys.of(accountId, requestId)),
    ]);
    return recipient && request && { ...recipient, createdBy: request.createdBy };
  }
  const share = await db.get(documentShares, shareKey({ accountId, documentId: resource.documentId, clientId }));
  return share && { ...share, title: share.fileName };
};

const returned = [
  documentRequestRecipient.mail_bounced,
  documentRequestRecipient.mail_complained,
  documentShare.mail_bounced,
  documentShare.mail_complained,
] as const;
type Returned = EventOf<(typeof returned)[number]>;

export const handler = on(returned, buildMailingDeps, tellOfReturned);
