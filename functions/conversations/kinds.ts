import { kindOf } from "../../shared/events/kind.ts";
import { mailFields, mailSteps } from "../../shared/events/mail-steps.ts";
import type { CONVERSATIONS_OF_CLIENT, Conversation, conversationIds } from "./conversation.ts";
import type { ConversationNote, Message, messageIds, noteIds } from "./message.ts";

export const conversation = kindOf<Conversation>()({
  entity: "conversation",
  ids: { kind: "conversation", prefix: "cnv", path: "conversations" } satisfies typeof conversationIds,
  audience: "partners",
  scope: "conversations:read",
  of: "client",
  called: { fr: "Conversations", en: "Conversations" },
  title: "subject",
  publishes: [
    "id",
    "clientId",
    "subject",
    "status",
    "shelf",
    "assignedTo",
    "teamId",
    "origin",
    "lastMessageAt",
    "createdAt",
  ],
  schemaVersion: 1,
  steps: {
    archived: { shelf: "archived" },
    discarded: { shelf: "deleted" },
    closed: { status: "closed" },
    reopened: [{ status: "closed" }, { status: "open" }],
  },
  card: {
    list: "conversations",
    prefix: "conversation#" satisfies typeof CONVERSATIONS_OF_CLIENT,
    piece: ({ lastMessageAt, createdAt }) => ({ at: lastMessageAt ?? createdAt }),
  },
  lists: {
    shows: [
      "clientId",
      "clientName",
      "subject",
      "status",
      "shelf",
      "assignedTo",
      "teamId",
      "origin",
      "lastMessageAt",
      "lastMessage",
      "unreadBy",
      "version",
      "createdAt",
      "updatedAt",
    ],
  },
});

export const message = kindOf<Message>()({
  entity: "message",
  ids: { kind: "message", prefix: "msg", path: "messages" } satisfies typeof messageIds,
  audience: "partners",
  scope: "conversations:read",
  of: "client",
  called: { fr: "Messages", en: "Messages" },
  title: "subject",
  publishes: [
    "id",
    "conversationId",
    "clientId",
    "direction",
    "channel",
    "subject",
    "body",
    "author",
    ...mailFields,
    "createdAt",
  ],
  large: ["body"],
  schemaVersion: 1,
  steps: { ...mailSteps },
});

/** Partners hear that there is one, and not what it says. */
export const conversationNote = kindOf<ConversationNote>()({
  entity: "conversation_note",
  ids: { kind: "conversationNote", prefix: "cno", path: "internal-notes" } satisfies typeof noteIds,
  audience: "partners",
  scope: "conversations:read",
  of: "client",
  called: { fr: "Notes internes", en: "Internal notes" },
  publishes: ["id", "conversationId", "clientId", "createdAt"],
  schemaVersion: 1,
});
