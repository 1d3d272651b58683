import { born, revised } from "../../shared/app/actor.ts";
import { authorNamed } from "../../shared/app/author.ts";
import { created, listed, useCase } from "../../shared/app/use-case.ts";
import { fromStored } from "../../shared/db/entity.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import { insert, replace } from "../../shared/db/writes.ts";
import { clients } from "../../shared/entities/client.ts";
import { AppError } from "../../shared/errors.ts";
import { conversations } from "./conversation.ts";
import { routes } from "./manifest.ts";
import { type ConversationNote, conversationNotes, messages, noteIds, PARTS } from "./message.ts";
import { heard, newMessage } from "./new-message.ts";
import { presentMessage, presentNote, presentSaid } from "./present.ts";
import { findConversation } from "./store.ts";

export const listSaid = useCase(routes.listMessages, async ({ params, actor, db, page }) => {
  const [, found] = await Promise.all([
    findConversation(db, params.id, actor),
    db.listStored(partitions.self(db.accountId, params.id), { ...page, prefix: PARTS, newestFirst: true }),
  ]);
  return listed(found, presentSaid);
});

/** Message and conversation in one transaction; the message's event brings it to whoever sends it. */
export const writeMessage = useCase(routes.write, async ({ params, body, actor, db, now }, { ids }) => {
  const conversation = await findConversation(db, params.id, actor);
  const client = await db.get(clients, keys.of(db.accountId, conversation.clientId));
  if (!client || client.status === "archived") throw new AppError("conflict", "This client is in the archive.");
  const message = await newMessage(db, body, conversation, client, actor, { ids, now });
  const next = { ...conversation, ...heard(message, client), ...revised(conversation, actor, now) };
  return {
    ...created(presentMessage(message), [insert(messages, message), replace(conversations, next, conversation)]),
    asExisting: (existing) => presentMessage(fromStored(messages, existing)),
  };
});

export const addNote = useCase(routes.addNote, async ({ params, body, actor, db, now }, { ids }) => {
  const [conversation, author] = await Promise.all([findConversation(db, params.id, actor), authorNamed(db, actor)]);
  const note: ConversationNote = {
    id: (body.id as ConversationNote["id"] | undefined) ?? ids.next(noteIds),
    accountId: actor.accountId,
    conversationId: conversation.id,
    clientId: conversation.clientId,
    body: body.body,
    author,
    ...born(actor, now),
  };
  return {
    ...created(presentNote(note), [insert(conversationNotes, note)]),
    asExisting: (existing) => presentNote(fromStored(conversationNotes, existing)),
  };
});
