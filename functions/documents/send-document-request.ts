import { on } from "../../shared/app/on.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import {
  type DocumentRequest,
  documentRequests,
  LinksEnded,
  noteMail,
  type RequestRecipient,
  recipientKey,
  requestRecipients,
  reviseRecipient,
  statusOf,
} from "../../shared/entities/document-request.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { mailStatusNow } from "../../shared/messaging/mail-status.ts";
import { buildMailingDeps, type MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { sendLink } from "../../shared/messaging/send-link.ts";
import { documentRequestRecipient } from "./kinds.ts";
import { linkToRequest } from "./links.ts";
import { requestMailKind } from "./mails.ts";
import { requestMail } from "./request-mail.ts";

/** Our own hand, in `updatedBy`. */
const author = (now: Date) => ({ by: "system", source: "automation", now });

/** Sends one client the link of a request, or of a reminder: `document_request_recipient.mail_queued`. */
export const sendDocumentRequest = async (
  { accountId, resource }: EventOf<typeof documentRequestRecipient.mail_queued>,
  deps: MailingDeps,
): Promise<void> => {
  const { requestId, clientId } = resource;
  const db = deps.table.of(accountId);
  const [recipient, request, client] = await Promise.all([
    db.get(requestRecipients, recipientKey({ accountId, requestId, clientId })),
    db.get(documentRequests, keys.of(accountId, requestId)),
    db.get(clients, keys.of(accountId, clientId)),
  ]);
  if (!recipient || !request || recipient.mail !== "queued") return;

  const obstacle = await obstacleTo(db, request, client, deps.clock.now());
  if (obstacle || !client?.email) {
    await db.commit([reviseRecipient(recipient, obstacle ?? { mail: "no_address" }, author(deps.clock.now()))]);
    return;
  }
  await sendLink(
    db,
    {
      kind: requestMailKind,
      client,
      to: client.email,
      link: linkToRequest(request, recipient),
      round: recipient.round,
      write: (given) => requestMail({ ...given, request, client, reminder: recipient.round > 1 }),
      tags: { request: request.id, round: String(recipient.round) },
      note: (how, now) => noteMail(recipient, how, author(now)),
    },
    deps,
  ).catch((error: unknown) => {
    // The link that went out is over already, and the next e-mail has a round of its own.
    if (!(error instanceof LinksEnded)) throw error;
  });
};

type Obstacle = Pick<RequestRecipient, "mail" | "mailError">;

/** What may have happened between asking and sending. */
const obstacleTo = async (
  db: AccountTable,
  request: DocumentRequest,
  client: Client | undefined,
  now: Date,
): Promise<Obstacle | undefined> => {
  if (statusOf(request, now) !== "open") return { mail: "failed", mailError: "request_closed" };
  if (!client || client.status === "archived") return { mail: "failed", mailError: "client_archived" };
  const status = await mailStatusNow(db, client);
  return status.mail === "queued" ? undefined : status;
};

export const handler = on([documentRequestRecipient.mail_queued], buildMailingDeps, sendDocumentRequest);
