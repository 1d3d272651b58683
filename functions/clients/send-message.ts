import { queueConsumer } from "../../shared/app/queue.ts";
import { keys } from "../../shared/db/keys.ts";
import { accounts } from "../../shared/entities/account.ts";
import { addressHash, factOf, suppressedBy } from "../../shared/entities/address-fact.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import {
  type ClientMessage,
  clientMessages,
  messageKey,
  noteMessageMail,
} from "../../shared/entities/client-message.ts";
import { sealUnsubscribe } from "../../shared/entities/link.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { type AccountId, isId } from "../../shared/ids.ts";
import { languageTagOf } from "../../shared/messaging/language.ts";
import { mailStatusOf } from "../../shared/messaging/mail-status.ts";
import { buildMailingDeps, type MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { sendOnce } from "../../shared/messaging/send-once.ts";
import { senderOf } from "../../shared/messaging/sender.ts";
import { letterheadOf } from "../../shared/pages/letterhead.ts";
import { messageMail } from "./message-mail.ts";

/** Sends one client what staff wrote to them: `client_message.queued`. */
export const sendMessage = async (event: DomainEvent, deps: MailingDeps): Promise<void> => {
  const [jobId = "", clientId = ""] = String(event.resource.id).split(".");
  if (!isId("job", jobId) || !isId("client", clientId)) throw new Error("This event is about no message to a client.");
  const accountId = event.accountId as AccountId;
  const db = deps.table.of(accountId);
  const [message, account, client] = await Promise.all([
    db.get(clientMessages, messageKey({ accountId, clientId, jobId })),
    db.get(accounts, keys.account(accountId)),
    db.get(clients, keys.of(accountId, clientId)),
  ]);
  if (message?.mail !== "queued") return;
  if (!account) throw new Error("The account of a message is gone.");

  const now = deps.clock.now();
  const fact = await factOf(db, client?.email);
  const obstacle = obstacleTo(client && { ...client, suppressed: client.suppressed ?? suppressedBy(fact) });
  if (obstacle || !client?.email) {
    await db.commit([noteMessageMail(message, obstacle ?? { mail: "no_address" }, now, "changed")]);
    return;
  }
  const { email: to } = client;
  const token = sealUnsubscribe({ accountId, clientId, address: addressHash(accountId, to) }, await deps.signingKey());
  await sendOnce(db, {
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
          subscriptionsUrl: `${deps.publicUrl}/p/${token}`,
        }),
        tags: { kind: "client_message", account: accountId, client: client.id, job: jobId },
      }),
    record: (outcome) => {
      const at = deps.clock.now();
      const mailAt = at.toISOString();
      const fate: Fate =
        "sent" in outcome ? { mail: "sent", mailAt } : { mail: "failed", mailAt, mailError: outcome.refused };
      return [noteMessageMail(message, fate, at)];
    },
  });
  deps.log.info("MAIL_SENT", { kind: "client_message" });
};

type Fate = Parameters<typeof noteMessageMail>[1];

/** What may have happened between writing and sending. */
const obstacleTo = (client: Client | undefined): Pick<ClientMessage, "mail" | "mailError"> | undefined => {
  if (!client || client.status === "archived") return { mail: "failed", mailError: "client_archived" };
  const mail = mailStatusOf(client);
  if (mail !== "queued") return { mail };
  return client.subscriptions.email.general ? undefined : { mail: "unsubscribed" };
};

export const handler = queueConsumer(readDomainEvent, buildMailingDeps, sendMessage);
