import { born } from "../../shared/app/actor.ts";
import { findClient } from "../../shared/app/find-client.ts";
import { created, useCase } from "../../shared/app/use-case.ts";
import { isRestricted } from "../../shared/app/visibility.ts";
import { fromStored } from "../../shared/db/entity.ts";
import { insert } from "../../shared/db/writes.ts";
import { AppError } from "../../shared/errors.ts";
import { type Conversation, type ConversationId, conversationIds, conversations } from "./conversation.ts";
import { routes } from "./manifest.ts";
import { messages } from "./message.ts";
import { lastMessageOf, newMessage } from "./new-message.ts";
import { presentConversation } from "./present.ts";
import { mustBeAssignable } from "./store.ts";

/** With its first message in one transaction. Restricted field staff begin conversations of their own. */
export const createConversation = useCase(routes.create, async ({ body, actor, db, now }, { ids }) => {
  const [client] = await Promise.all([findClient(db, body.clientId, actor), mustBeAssignable(db, body)]);
  if (client.status === "archived") throw new AppError("conflict", "This client is in the archive.");
  const assignedTo = (body.assignedTo ?? (isRestricted(actor) ? actor.id : undefined)) as Conversation["assignedTo"];
  const begun: Conversation = {
    id: (body.id as ConversationId | undefined) ?? ids.next(conversationIds),
    accountId: actor.accountId,
    clientId: client.id,
    clientName: client.name,
    subject: body.subject,
    status: "open",
    ...(assignedTo ? { assignedTo } : {}),
    ...(body.teamId ? { teamId: body.teamId as Conversation["teamId"] & string } : {}),
    origin: "staff",
    unreadBy: [],
    ...born(actor, now),
  };
  const message = body.message && (await newMessage(db, body.message, begun, client, actor, { ids, now }));
  const conversation = message ? { ...begun, lastMessage: lastMessageOf(message) } : begun;
  return {
    ...created(presentConversation(conversation, actor), [
      insert(conversations, conversation),
      ...(message ? [insert(messages, message)] : []),
    ]),
    asExisting: (existing) => presentConversation(fromStored(conversations, existing), actor),
  };
});
