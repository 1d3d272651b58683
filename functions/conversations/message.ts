import { all, equals, present, version } from "../../shared/db/conditions.ts";
import { type Entity, entity, type Provenance } from "../../shared/db/entity.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import { update, VersionConflict, type Write } from "../../shared/db/writes.ts";
import { type BounceKind, type MailState, type MailStatus, ToldBefore } from "../../shared/entities/mail-state.ts";
import type { AccountId, ClientId, Id } from "../../shared/ids.ts";
import type { Channel, ConversationId } from "./conversation.ts";

export const messageIds = { kind: "message", prefix: "msg", path: "messages" } as const;
export type MessageId = Id<typeof messageIds.kind>;

/** Who wrote something: a member, an API key under the account's name, or the client. */
interface Author {
  id: string;
  name: string;
}

interface PartOfConversation extends Provenance {
  accountId: AccountId;
  conversationId: ConversationId;
  clientId: ClientId;
  author: Author;
  /** Plain text; blank lines part paragraphs. */
  body: string;
}

/** What one side said to the other. */
export interface Message extends PartOfConversation {
  id: MessageId;
  direction: "in" | "out";
  channel: Channel;
  subject: string;
  mail: MailStatus | "unsubscribed";
  mailAt?: string;
  mailError?: string;
  mailBounce?: BounceKind;
}

export const noteIds = { kind: "conversationNote", prefix: "cno", path: "internal-notes" } as const;

/** What staff tell one another. It has no channel, no address and no state of delivery: nothing can carry it out. */
export interface ConversationNote extends PartOfConversation {
  id: Id<typeof noteIds.kind>;
}

/** Messages and notes lie in one order, by the moments in their ids. */
export const PARTS = "PART#";
const partKey = ({
  accountId,
  conversationId,
  id,
}: Pick<PartOfConversation, "accountId" | "conversationId"> & { id: string }) =>
  keys.part(accountId, conversationId, `${PARTS}${id.slice(id.indexOf("_") + 1)}`);
const ofClient = ({
  accountId,
  clientId,
  id,
}: Pick<PartOfConversation, "accountId" | "clientId"> & { id: string }) => ({
  gsi1pk: partitions.ofClient(accountId, clientId).pk,
  gsi1sk: `said#${id}`,
});

export const messageKey = (message: Pick<Message, "accountId" | "conversationId" | "id">) => partKey(message);

export const messages: Entity<Message> = entity("message", (message) => ({
  ...partKey(message),
  ...ofClient(message),
}));

export const conversationNotes: Entity<ConversationNote> = entity("conversation_note", (note) => ({
  ...partKey(note),
  ...ofClient(note),
}));

type MessageState = Omit<MailState, "mail"> & Pick<Message, "mail">;

/** The next version of a message that was read, with what became of its e-mail. */
export const reviseMessage = (message: Message, state: MessageState, now: Date): Write =>
  update(messageKey(message), changeTo(state, now), version(message.version), () => new VersionConflict());

/**
 * Notes that it has gone out, or was refused, whatever else has changed since it was read.
 * @throws ToldBefore when the provider was faster
 */
export const noteSent = (message: Message, state: MessageState, now: Date): Write =>
  update(messageKey(message), changeTo(state, now), all(present, equals("mail", "queued")), (existing) =>
    existing ? new ToldBefore() : new VersionConflict(),
  );

const changeTo = (state: MessageState, now: Date) => ({
  set: { ...state, updatedAt: now.toISOString(), updatedBy: "system", source: "automation" },
  add: { version: 1 },
  remove: (["mailError", "mailBounce"] as const).filter((field) => state[field] === undefined),
});
