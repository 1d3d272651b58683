import type { Actor } from "../../shared/app/actor.ts";
import { fromStored, isOf, type Stored } from "../../shared/db/entity.ts";
import { type Conversation, folderOf, lastWrittenAt } from "./conversation.ts";
import { type ConversationNote, conversationNotes, type Message, messages } from "./message.ts";

/** What lists show of a conversation is enough. */
type Shown = Omit<Conversation, "accountId" | "createdBy" | "updatedBy" | "source">;

export const presentConversation = ({ shelf, unreadBy, origin, ...conversation }: Shown, actor: Actor) => ({
  ...conversation,
  lastMessageAt: lastWrittenAt(conversation),
  source: origin,
  folder: folderOf({ ...conversation, ...(shelf ? { shelf } : {}) }),
  unread: unreadBy.some((member) => member === actor.id),
});

export const presentMessage = ({ mail: status, mailAt: statusAt, mailError: statusReason, ...message }: Message) => ({
  kind: "message",
  ...message,
  status,
  statusAt,
  statusReason,
});

export const presentNote = (note: ConversationNote) => ({ kind: "note", ...note });

/** Whatever stands in a conversation. */
export const presentSaid = (stored: Stored) =>
  isOf(messages, stored)
    ? presentMessage(fromStored(messages, stored))
    : presentNote(fromStored(conversationNotes, stored));
