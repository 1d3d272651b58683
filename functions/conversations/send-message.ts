import { on } from "../../shared/app/on.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { accounts } from "../../shared/entities/account.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import type { MailState } from "../../shared/entities/mail-state.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { deliverOnce } from "../../shared/messaging/deliver-once.ts";
import { languageTagOf } from "../../shared/messaging/language.ts";
import { mailStatusNow } from "../../shared/messaging/mail-status.ts";
import { buildMailingDeps, type MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { senderOf } from "../../shared/messaging/sender.ts";
import { letterheadOf } from "../../shared/pages/letterhead.ts";
import { message as messageKind } from "./kinds.ts";
import { conversationMailKind } from "./mails.ts";
import { messageKey, messages, noteSent, reviseMessage } from "./message.ts";
import { messageMail } from "./message-mail.ts";

/** Sends a client what staff wrote to them: `message.mail_queued`. */
export const sendMessage = async (
  { accountId, resource }: EventOf<typeof messageKind.mail_queued>,
  deps: MailingDeps,
): Promise<void> => {
  const { id, conversationId, clientId } = resource;
  const db = deps.table.of(accountId);
  const [message, account, client] = await Promise.all([
    db.get(messages, messageKey({ accountId, conversationId, id })),
    db.get(accounts, keys.account(accountId)),
    db.get(clients, keys.of(accountId, clientId)),
  ]);
  if (message?.mail !== "queued") return;
  if (!account) throw new Error("The account of a message is gone.");
  const obstacle = await obstacleTo(db, client);
  if (obstacle || !client?.email) {
    await db.commit([reviseMessage(message, obstacle ?? { mail: "no_address" }, deps.clock.now())]);
    return;
  }
  const { email: to } = client;
  await deliverOnce(db, {
    owner: message.conversationId,
    name: message.id,
    now: deps.clock.now,
    send: () =>
      deps.mailer.send({
        ...senderOf(account, deps.senderEmail),
        to,
        ...messageMail({
          account,
          message,
          letterhead: letterheadOf(account, deps.publicUrl),
          language: languageTagOf(account.country, client.language, account.language),
        }),
        tags: {
          kind: conversationMailKind.name,
          account: accountId,
          client: client.id,
          conversation: message.conversationId,
          message: message.id,
        },
      }),
    record: (outcome) => {
      const at = deps.clock.now();
      const mailAt = at.toISOString();
      const failed = "sent" in outcome ? undefined : outcome.refused;
      return [noteSent(message, failed ? { mail: "failed", mailAt, mailError: failed } : { mail: "sent", mailAt }, at)];
    },
  });
  deps.log.info("MAIL_SENT", { kind: conversationMailKind.name });
};

/** What may have happened between writing and sending. */
const obstacleTo = async (db: AccountTable, client: Client | undefined): Promise<MailState | undefined> => {
  if (!client || client.status === "archived") return { mail: "failed", mailError: "client_archived" };
  const status = await mailStatusNow(db, client);
  return status.mail === "queued" ? undefined : status;
};

export const handler = on([messageKind.mail_queued], buildMailingDeps, sendMessage);
