import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { clients } from "../../shared/entities/client.ts";
import { readMailEvent } from "../../shared/events/read-event.ts";
import { isId } from "../../shared/ids.ts";
import { type MailEvent, mailEventOf } from "../../shared/messaging/mail-event.ts";
import { type Letter, noteFate } from "../../shared/messaging/note-fate.ts";
import { conversationIds } from "./conversation.ts";
import { messageIds, messageKey, messages, reviseMessage } from "./message.ts";

/** Notes on a message what the provider tells of its e-mail. */
export const noteMessage = (event: MailEvent, deps: AppDeps): Promise<void> =>
  noteFate(event, (db) => messageOf(db, event), deps);

const messageOf = async (db: AccountTable, { tags }: MailEvent): Promise<Letter | undefined> => {
  const { conversation: conversationId = "", message: id = "" } = tags;
  if (!isId(conversationIds, conversationId) || !isId(messageIds, id)) return undefined;
  const { accountId } = db;
  const message = await db.get(messages, messageKey({ accountId, conversationId, id }));
  return (
    message && {
      state: message,
      round: 1,
      nextTo: async () => (await db.get(clients, keys.of(accountId, message.clientId)))?.email,
      writes: (state, now) => [reviseMessage(message, state, now)],
    }
  );
};

export const handler = queueConsumer((body) => mailEventOf(readMailEvent(body)), buildWorkerDeps, noteMessage);
