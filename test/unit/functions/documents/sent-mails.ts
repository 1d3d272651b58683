import {
  documentRequestRecipient as asked,
  documentShare,
  document as file,
} from "../../../../functions/documents/kinds.ts";
import { notifyStaff } from "../../../../functions/documents/notify-staff.ts";
import { sendDocumentRequest } from "../../../../functions/documents/send-document-request.ts";
import { sendSharedDocument } from "../../../../functions/documents/send-shared-document.ts";
import { tellOfReturned } from "../../../../functions/documents/tell-of-returned.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Document, documents } from "../../../../shared/entities/document.ts";
import {
  documentRequests,
  type RequestRecipient,
  requestRecipients,
} from "../../../../shared/entities/document-request.ts";
import { documentShares, shareWith } from "../../../../shared/entities/document-share.ts";
import type { MailState } from "../../../../shared/entities/mail-state.ts";
import { ulids } from "../../../../shared/ids.ts";
import type { MailDesk, SentMails } from "../../../support/mail-desk.ts";
import { told } from "../../../support/told.ts";

export const sentMails: SentMails = {
  document_request: async (desk) => {
    const { recipient } = await aRequest(desk, { mail: "queued" });
    await sendDocumentRequest(told(asked.mail_queued, requestRecipients, recipient), desk.deps);
  },
  mail_returned: async (desk) => {
    const { recipient } = await aRequest(desk, { mail: "bounced", mailBounce: "hard" });
    await tellOfReturned(told(asked.mail_bounced, requestRecipients, recipient), desk.deps);
  },
  shared_document: async (desk) => {
    const document = await anAnswer(desk);
    const author = { by: "key_1", source: "api", now: new Date(desk.born.createdAt) };
    const { share, write } = shareWith(document, desk.client, { visibility: "client", notify: true }, author);
    await desk.db.commit([write]);
    await sendSharedDocument(told(documentShare.mail_queued, documentShares, share), desk.deps);
  },
  document_received: async (desk) => notifyStaff(told(file.received, documents, await anAnswer(desk)), desk.deps),
  document_refused: async (desk) =>
    notifyStaff(told(file.refused, documents, await anAnswer(desk, { status: "refused", reason: "empty" })), desk.deps),
};

/** A request to the client, whose e-mail has come so far. */
const aRequest = async ({ accountId, born, client, db }: MailDesk, mail: MailState) => {
  const [requestId, itemId] = [ulids.next("documentRequest"), ulids.next("item")];
  const recipient: RequestRecipient = {
    ...{ id: `${requestId}.${client.id}`, accountId, requestId, clientId: client.id, title: "Permis" },
    ...{ status: "waiting", round: 1, received: {}, forms: 0, ...mail, ...born },
  };
  await db.commit([
    put(documentRequests, {
      ...{ id: requestId, accountId, title: "Permis", items: [{ id: itemId, label: "Permis", required: true }] },
      ...{
        accept: ["application/pdf"],
        maxBytes: 1000,
        expiresAt: "2027-01-01T00:00:00.000Z",
        status: "open" as const,
      },
      ...{ progress: { clients: 1, complete: 0 }, ...born },
    }),
    put(requestRecipients, recipient),
  ]);
  return { requestId, itemId, recipient };
};

/** What the client has sent for a request. */
const anAnswer = async (desk: MailDesk, own: Partial<Document> = {}): Promise<Document> => {
  const { accountId, born, client, db } = desk;
  const { requestId, itemId } = await aRequest(desk, { mail: "sent" });
  const document: Document = {
    ...{ id: ulids.next("document"), accountId, clientId: client.id, origin: "client", requestId, itemId },
    ...{ fileName: "permis.pdf", contentType: "application/pdf", size: 10, status: "clean", visibility: "client" },
    ...{ uploadId: ulids.next("upload"), ...born, ...own },
  };
  await db.commit([put(documents, document)]);
  return document;
};
