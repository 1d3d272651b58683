import { manifest, route } from "../../shared/http/contract.ts";
import * as schema from "./schemas.ts";

const read = "conversations:read";
const write = "conversations:write";

export const routes = {
  list: route("GET /v1/conversations", {
    summary: "Conversations of a folder, those first in which something was written last",
    description:
      "`folder` is `open` unless told; `all` is `open` and `closed`, `unread` is what the caller has not read, `sent` is where the business wrote last. One more of `assignedTo` (`me`, `nobody` or a member), `teamId` and `source` narrows it: `source` within `all`, the others within `open`, `closed`, `all`, `archived` or `deleted`.",
    access: read,
    visibility: "assigned",
    query: schema.inboxQuery,
    answers: { 200: schema.conversationPage },
    follows: "lists",
  }),
  count: route("GET /v1/conversations/count", {
    summary: "How many conversations a folder holds",
    description: "With the filters of the list.",
    access: read,
    visibility: "assigned",
    query: schema.inboxCountQuery,
    answers: { 200: schema.count },
    follows: "lists",
  }),
  create: route("POST /v1/conversations", {
    summary: "Begins a conversation with a client, with a first message or without",
    access: write,
    visibility: "assigned",
    body: schema.newConversation,
    answers: { 201: schema.conversation },
    versioned: true,
    example: {
      body: {
        clientId: "cli_01HZX3QK8S5T7VWXYZ0123456A",
        subject: "Votre voiture",
        message: { body: "Bonjour,\n\nVotre voiture est prête." },
      },
    },
  }),
  get: route("GET /v1/conversations/{id}", {
    summary: "A conversation",
    access: read,
    visibility: "assigned",
    answers: { 200: schema.conversation },
    versioned: true,
  }),
  update: route("PATCH /v1/conversations/{id}", {
    summary: "Assigns a conversation, closes, reopens, archives or deletes it, or calls it otherwise",
    description:
      "`folder` moves it: `closed` and `open` within the inbox, `archived` and `deleted` out of it. Nothing of it is lost; the next message brings it back.",
    access: write,
    visibility: "assigned",
    body: schema.conversationPatch,
    answers: { 200: schema.conversation },
    versioned: true,
    example: { body: { folder: "closed" } },
  }),
  listMessages: route("GET /v1/conversations/{id}/messages", {
    summary: "Messages and internal notes of a conversation, newest first",
    access: read,
    visibility: "assigned",
    query: schema.page,
    answers: { 200: schema.saidPage },
  }),
  write: route("POST /v1/conversations/{id}/messages", {
    summary: "Writes to the client",
    description: "By e-mail. The conversation is open again if it was not.",
    access: write,
    visibility: "assigned",
    body: schema.newMessage,
    answers: { 201: schema.message },
    refusals: [409],
    example: { body: { body: "Bonjour,\n\nVotre voiture est prête." } },
  }),
  addNote: route("POST /v1/conversations/{id}/notes", {
    summary: "Adds an internal note, which the client never sees",
    access: write,
    visibility: "assigned",
    body: schema.newConversationNote,
    answers: { 201: schema.conversationNote },
    example: { body: { body: "Rappeler après 17 h" } },
  }),
  markRead: route("POST /v1/conversations/{id}/read", {
    summary: "Marks a conversation as read by the caller, or as unread with `read: false`",
    description: "An API key marks it as read for everybody.",
    access: read,
    visibility: "assigned",
    body: schema.readMark,
    answers: { 200: schema.conversation },
    versioned: true,
    example: { body: { read: true } },
  }),
  ofClient: route("GET /v1/clients/{id}/conversations", {
    summary: "The conversations with a client, those first in which something was written last",
    access: read,
    visibility: "assigned",
    query: schema.page,
    answers: { 200: schema.conversationPage },
  }),
};

export const conversations = manifest("conversations", "Conversations with clients", routes);
