import { on } from "../../shared/app/on.ts";
import { keys } from "../../shared/db/keys.ts";
import { accounts } from "../../shared/entities/account.ts";
import { addressHash } from "../../shared/entities/address-fact.ts";
import { clients } from "../../shared/entities/client.ts";
import {
  type ClientMessage,
  clientMessages,
  messageKey,
  noteMessageMail,
  reviseMessage,
} from "../../shared/entities/client-message.ts";
import { sealUnsubscribe } from "../../shared/entities/link.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { deliverOnce } from "../../shared/messaging/deliver-once.ts";
import { languageTagOf } from "../../shared/messaging/language.ts";
import { buildMailingDeps, type MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { senderOf } from "../../shared/messaging/sender.ts";
import { unsubscribeHeaders } from "../../shared/messaging/unsubscribe-headers.ts";
import { letterheadOf } from "../../shared/pages/letterhead.ts";
import { clientMessage } from "./kinds.ts";
import { messageMailKind } from "./mails.ts";
import { messageMail } from "./message-mail.ts";
import { messageObstacle } from "./message-obstacle.ts";
import { noteResult } from "./message-result.ts";

/** Sends one client what staff wrote to them: `client_message.queued`. */
export const sendMessage = async (
  { accountId, resource }: EventOf<typeof clientMessage.queued>,
  deps: MailingDeps,
): Promise<void> => {
  const { clientId, jobId } = resource;
  const db = deps.table.of(accountId);
  const [message, account, client] = await Promise.all([
    db.get(clientMessages, messageKey({ accountId, clientId, jobId })),
    db.get(accounts, keys.account(accountId)),
    db.get(clients, keys.of(accountId, clientId)),
  ]);
  if (message?.mail !== "queued") return;
  if (!account) throw new Error("The account of a message is gone.");

  const isMarketing = message.marketing === true;
  const obstacle = await messageObstacle(db, client, isMarketing);
  if (obstacle || !client?.email) {
    const reason = obstacle ?? "no_address";
    await db.commit([
      reviseMessage(message, stateOf(reason), deps.clock.now()),
      noteResult(message, "skipped", reason),
    ]);
    return;
  }
  const { email: to } = client;
  const token = sealUnsubscribe({ accountId, clientId, address: addressHash(accountId, to) }, await deps.signingKey());
  const subscriptionsUrl = `${deps.publicUrl}/p/${token}`;
  await deliverOnce(db, {
    owner: client.id,
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
          subscriptionsUrl,
        }),
        ...(isMarketing ? { headers: unsubscribeHeaders(subscriptionsUrl) } : {}),
        tags: { kind: messageMailKind.name, account: accountId, client: client.id, job: jobId },
      }),
    record: (outcome) => {
      const at = deps.clock.now();
      const mailAt = at.toISOString();
      return "sent" in outcome
        ? [noteMessageMail(message, { mail: "sent", mailAt }, at), noteResult(message, "sent")]
        : [
            noteMessageMail(message, { mail: "failed", mailAt, mailError: outcome.refused }, at),
            noteResult(message, "failed", outcome.refused),
          ];
    },
  });
  deps.log.info("MAIL_SENT", { kind: messageMailKind.name });
};

/** What the message says of it. */
const stateOf = (obstacle: string): Pick<ClientMessage, "mail" | "mailError"> =>
  obstacle === "no_address" || obstacle === "suppressed" || obstacle === "unsubscribed"
    ? { mail: obstacle }
    : { mail: "failed", mailError: `client_${obstacle}` };

export const handler = on([clientMessage.queued], buildMailingDeps, sendMessage);
