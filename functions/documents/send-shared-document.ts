import { on } from "../../shared/app/on.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { type Document, documents } from "../../shared/entities/document.ts";
import {
  type DocumentShare,
  documentShares,
  isOpenToClient,
  LaterRound,
  noTrouble,
  noteShareMail,
  reviseShare,
  shareKey,
} from "../../shared/entities/document-share.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { mailStatusNow } from "../../shared/messaging/mail-status.ts";
import { buildMailingDeps, type MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { sendLink } from "../../shared/messaging/send-link.ts";
import { documentShare } from "./kinds.ts";
import { linkToShare } from "./links.ts";
import { sharedMailKind } from "./mails.ts";
import { sharedMail } from "./shared-mail.ts";

/** Our own hand, in `updatedBy`. */
const author = (now: Date) => ({ by: "system", source: "automation", now });

/** Sends one client the link to a document that is shared with them: `document_share.mail_queued`. */
export const sendSharedDocument = async (
  { accountId, resource }: EventOf<typeof documentShare.mail_queued>,
  deps: MailingDeps,
): Promise<void> => {
  const { documentId, clientId } = resource;
  const db = deps.table.of(accountId);
  const [share, document, client] = await Promise.all([
    db.get(documentShares, shareKey({ accountId, documentId, clientId })),
    db.get(documents, keys.of(accountId, documentId)),
    db.get(clients, keys.of(accountId, clientId)),
  ]);
  if (share?.mail !== "queued") return;

  const now = deps.clock.now();
  const obstacle = await obstacleTo(db, share, document, client, now);
  if (obstacle || !document || !client?.email) {
    await db.commit([reviseShare(share, { ...noTrouble, mail: "no_address", ...obstacle }, author(now))]);
    return;
  }
  await sendLink(
    db,
    {
      kind: sharedMailKind,
      client,
      to: client.email,
      link: linkToShare(share, now),
      round: share.round,
      write: (given) => sharedMail({ ...given, document, share, client }),
      tags: { document: document.id, round: String(share.round) },
      note: (how, at) => noteShareMail(share, how, author(at)),
    },
    deps,
  ).catch((error: unknown) => {
    // Nobody asks for this round any more, so its claim need not be settled: the next one has a name of its own.
    if (!(error instanceof LaterRound)) throw error;
  });
};

type Obstacle = Pick<DocumentShare, "mail" | "mailError">;

/** What may have happened between sharing and sending. */
const obstacleTo = async (
  db: AccountTable,
  share: DocumentShare,
  document: Document | undefined,
  client: Client | undefined,
  now: Date,
): Promise<Obstacle | undefined> => {
  if (document?.status !== "clean" || document.closed || !isOpenToClient(share, share.grant, now))
    return { mail: "failed", mailError: "share_over" };
  if (!client || client.status === "archived") return { mail: "failed", mailError: "client_archived" };
  const status = await mailStatusNow(db, client);
  return status.mail === "queued" ? undefined : status;
};

export const handler = on([documentShare.mail_queued], buildMailingDeps, sendSharedDocument);
