import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { clients } from "../../shared/entities/client.ts";
import { recipientKey, requestRecipients, reviseRecipient } from "../../shared/entities/document-request.ts";
import { documentShares, noTrouble, reviseShare, shareKey } from "../../shared/entities/document-share.ts";
import { readMailEvent } from "../../shared/events/read-event.ts";
import { type ClientId, isId } from "../../shared/ids.ts";
import { type MailEvent, mailEventOf } from "../../shared/messaging/mail-event.ts";
import { type Letter, noteFate } from "../../shared/messaging/note-fate.ts";

/** Our own hand, in `updatedBy`. */
const author = (now: Date) => ({ by: "system", source: "automation", now });

/** What the provider tells of the e-mails that bring clients the links of requests and of shared documents. */
export const noteMail = (event: MailEvent, deps: AppDeps): Promise<void> =>
  noteFate(event, (db) => (event.tags.kind === "document_request" ? requestOf(db, event) : shareOf(db, event)), deps);

const requestOf = async (db: AccountTable, { tags }: MailEvent): Promise<Letter | undefined> => {
  const { request: requestId = "", client: clientId = "" } = tags;
  if (!isId("documentRequest", requestId) || !isId("client", clientId)) return undefined;
  const recipient = await db.get(requestRecipients, recipientKey({ accountId: db.accountId, requestId, clientId }));
  return (
    recipient && {
      state: recipient,
      round: recipient.round,
      nextTo: () => addressOf(db, clientId),
      writes: (state, now) => [reviseRecipient(recipient, state, author(now))],
    }
  );
};

const shareOf = async (db: AccountTable, { tags }: MailEvent): Promise<Letter | undefined> => {
  const { document: documentId = "", client: clientId = "" } = tags;
  if (!isId("document", documentId) || !isId("client", clientId)) return undefined;
  const share = await db.get(documentShares, shareKey({ accountId: db.accountId, documentId, clientId }));
  return (
    share && {
      state: share,
      round: share.round,
      nextTo: () => addressOf(db, clientId),
      writes: (state, now) => [reviseShare(share, { ...noTrouble, ...state }, author(now))],
    }
  );
};

const addressOf = async (db: AccountTable, clientId: ClientId): Promise<string | undefined> =>
  (await db.get(clients, keys.of(db.accountId, clientId)))?.email;

export const handler = queueConsumer((body) => mailEventOf(readMailEvent(body)), buildWorkerDeps, noteMail);
