import { type Entity, entity, type Provenance } from "../../shared/db/entity.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountId, ClientId, Id } from "../../shared/ids.ts";

export const conversationIds = { kind: "conversation", prefix: "cnv", path: "conversations" } as const;
export type ConversationId = Id<typeof conversationIds.kind>;

/** By what a client and the business write to each other. */
export type Channel = "email";

/** How a conversation began. */
export const origins = ["staff", "email", "sms", "web_form"] as const;
export type Origin = (typeof origins)[number];

/** What one client and the business say to each other, over all channels. */
export interface Conversation extends Provenance {
  id: ConversationId;
  accountId: AccountId;
  clientId: ClientId;
  /** The client's name when something was written last, for lists. */
  clientName: string;
  subject: string;
  status: "open" | "closed";
  /** Out of the inbox; its status stays. */
  shelf?: "archived" | "deleted";
  assignedTo?: Id<"member">;
  teamId?: Id<"team">;
  origin: Origin;
  /** RFC 3339, UTC. Absent until something is written after the beginning. */
  lastMessageAt?: string;
  lastMessage?: { direction: "in" | "out"; channel: Channel; excerpt: string };
  /** Members for whom something has come since they read it. */
  unreadBy: Id<"member">[];
}

/** Where a conversation lies: one folder each. */
export const folderOf = ({ status, shelf }: Pick<Conversation, "status" | "shelf">) => shelf ?? status;

/** When something was written last, or when it began: what lists are sorted by. */
export const lastWrittenAt = ({
  lastMessageAt,
  createdAt,
}: Pick<Conversation, "lastMessageAt" | "createdAt">): string => lastMessageAt ?? createdAt;

/** How the keys of a client's conversations begin in the index of everything of a client. */
export const CONVERSATIONS_OF_CLIENT = "conversation#";

/** The lists of the inbox. Readers and the projector name them here, so that they agree. */
export const lists = {
  folder: (folder: string) => folder,
  assigned: (folder: string, to: string) => `${folder}#${to}`,
  unread: (member: string) => `unread#${member}`,
  sent: "sent",
  source: (origin: string) => `source#${origin}`,
};

export const NOBODY = "nobody";

export const conversations: Entity<Conversation> = entity(
  "conversation",
  (conversation) => ({
    ...keys.of(conversation.accountId, conversation.id),
    gsi1pk: partitions.ofClient(conversation.accountId, conversation.clientId).pk,
    gsi1sk: `${CONVERSATIONS_OF_CLIENT}${lastWrittenAt(conversation)}#${conversation.id}`,
  }),
  undefined,
  { listedBy: (conversation) => ({ rules: 1, lists: listsOf(conversation), place: lastWrittenAt(conversation) }) },
);

const listsOf = (conversation: Conversation): string[] => {
  const { assignedTo, teamId, shelf, unreadBy, lastMessage, origin } = conversation;
  const folder = folderOf(conversation);
  return [
    lists.folder(folder),
    lists.assigned(folder, assignedTo ?? NOBODY),
    ...(teamId ? [lists.assigned(folder, teamId)] : []),
    ...(shelf
      ? []
      : [
          lists.source(origin),
          ...(lastMessage?.direction === "out" ? [lists.sent] : []),
          ...unreadBy.map((member) => lists.unread(member)),
        ]),
  ];
};
