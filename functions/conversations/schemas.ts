import { mailStates } from "../../shared/entities/mail-state.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";
import { conversationIds, origins } from "./conversation.ts";
import { messageIds, noteIds } from "./message.ts";

const { boolean, id, input, lines, literal, nullable, oneOf, optional, output, provenance, shown, text } = field;

const folders = ["open", "closed", "archived", "deleted"] as const;
const channel = lazy(() => oneOf(["email"]));
const body = lazy(() => lines(1, 20_000));
/** `me`, `nobody` or a member. */
const assignee = lazy(() => field.union([literal("me"), literal("nobody"), id("member")]));

const inboxFilters = {
  get folder() {
    return optional(oneOf([...folders, "all", "unread", "sent"]));
  },
  get assignedTo() {
    return optional(assignee());
  },
  get teamId() {
    return optional(id("team"));
  },
  get source() {
    return optional(oneOf(origins));
  },
};
export const inboxQuery = lazy(() => field.query({ ...inboxFilters, ...field.pageQuery }));
export const inboxCountQuery = lazy(() => field.query(inboxFilters));
export const page = lazy(() => field.query(field.pageQuery));

const newMessageShape = lazy(() => ({
  id: optional(id(messageIds)),
  channel: optional(channel()),
  subject: optional(text(1, 200)),
  body: body(),
}));
export const newMessage = lazy(() => input(newMessageShape()));
const firstMessage = lazy(() => input({ channel: optional(channel()), body: body() }));

export const newConversation = lazy(() =>
  input({
    id: optional(id(conversationIds)),
    clientId: id("client"),
    subject: text(1, 200),
    message: optional(firstMessage()),
    assignedTo: optional(id("member")),
    teamId: optional(id("team")),
  }),
);

export const conversationPatch = lazy(() =>
  input({
    subject: optional(text(1, 200)),
    folder: optional(oneOf(folders)),
    assignedTo: optional(nullable(id("member"))),
    teamId: optional(nullable(id("team"))),
  }),
);

export const newConversationNote = lazy(() => input({ id: optional(id(noteIds)), body: lines(1, 10_000) }));
export const readMark = lazy(() => input({ read: optional(boolean()) }));

const direction = lazy(() => oneOf(["in", "out"]));
const lastMessage = lazy(() => output({ direction: direction(), channel: channel(), excerpt: shown() }));

export const conversation = lazy(() =>
  output({
    id: id(conversationIds),
    clientId: id("client"),
    clientName: shown(),
    subject: shown(),
    status: oneOf(["open", "closed"]),
    folder: oneOf(folders),
    unread: boolean(),
    assignedTo: optional(id("member")),
    teamId: optional(id("team")),
    source: oneOf(origins),
    lastMessageAt: shown(),
    lastMessage: optional(lastMessage()),
    version: field.integer(1, Number.MAX_SAFE_INTEGER),
    createdAt: shown(),
    updatedAt: shown(),
  }),
);
export const conversationPage = lazy(() => field.pageOf(conversation()));
export const count = lazy(() => output({ count: field.integer(0, Number.MAX_SAFE_INTEGER) }));

const author = lazy(() => output({ id: shown(), name: shown() }));
const part = lazy(() => ({ conversationId: id(conversationIds), author: author(), body: shown(), ...provenance }));

export const message = lazy(() =>
  output({
    kind: literal("message"),
    id: id(messageIds),
    direction: direction(),
    channel: channel(),
    subject: shown(),
    status: oneOf([...mailStates, "unsubscribed"]),
    statusAt: optional(shown()),
    statusReason: optional(shown()),
    ...part(),
  }),
);
export const conversationNote = lazy(() => output({ kind: literal("note"), id: id(noteIds), ...part() }));
export const saidPage = lazy(() => field.pageOf(field.oneOfKinds("kind", [message(), conversationNote()])));
