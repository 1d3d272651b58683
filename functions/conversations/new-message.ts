import { type Actor, born } from "../../shared/app/actor.ts";
import { authorNamed } from "../../shared/app/author.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import type { Client } from "../../shared/entities/client.ts";
import { AppError } from "../../shared/errors.ts";
import type { Ids } from "../../shared/ids.ts";
import { mailStatusNow } from "../../shared/messaging/mail-status.ts";
import { cut } from "../../shared/text/cut.ts";
import type { Conversation } from "./conversation.ts";
import { type Message, type MessageId, messageIds } from "./message.ts";

interface Written {
  id?: string | undefined;
  subject?: string | undefined;
  body: string;
}

/** What staff write to a client. @throws AppError `conflict` where it could not go out */
export const newMessage = async (
  db: AccountTable,
  { id, subject, body }: Written,
  conversation: Pick<Conversation, "id" | "clientId" | "subject">,
  client: Client,
  actor: Actor,
  { ids, now }: { ids: Ids; now: Date },
): Promise<Message> => {
  const { mail } = await mailStatusNow(db, client);
  if (mail === "no_address") throw new AppError("conflict", "The client has no e-mail address.");
  if (mail === "suppressed") throw new AppError("conflict", "The client's address takes no e-mail.");
  return {
    id: (id as MessageId | undefined) ?? ids.next(messageIds),
    accountId: actor.accountId,
    conversationId: conversation.id,
    clientId: client.id,
    direction: "out",
    channel: "email",
    subject: subject ?? conversation.subject,
    body,
    author: await authorNamed(db, actor),
    mail,
    ...born(actor, now),
  };
};

const EXCERPT_LENGTH = 120;

/** The newest message as lists show it. */
export const lastMessageOf = ({ direction, channel, body }: Pick<Message, "direction" | "channel" | "body">) => ({
  direction,
  channel,
  excerpt: cut(body.replace(/\s+/g, " ").trim(), EXCERPT_LENGTH),
});

/** What a conversation becomes with a message: it is open, and on top. */
export const heard = (message: Message, client: Pick<Client, "name">) => ({
  clientName: client.name,
  status: "open" as const,
  shelf: undefined,
  lastMessageAt: message.createdAt,
  lastMessage: lastMessageOf(message),
});
