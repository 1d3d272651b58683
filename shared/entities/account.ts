import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import type { Role, Scope } from "../http/scopes.ts";
import type { AccountId, Id } from "../ids.ts";
import { sortName } from "../text/sort-name.ts";

/** A business: the tenant. Everything else belongs to exactly one. */
export interface Account extends Provenance {
  id: AccountId;
  name: string;
  /** ISO 3166-1 alpha-2; the default region of phone numbers. */
  country: string;
  /** ISO 4217. */
  currency: string;
  timeZone: string;
  language: string;
  senderEmail?: string;
  senderName?: string;
  /** The `senderEmail` whose mailbox is proven to be the account's; another one is not written from. */
  provenSender?: string;
  /** Of an owner: where answers go while the account has no address of its own. */
  ownerEmail?: string;
  smsSender?: string;
  /** Where the business can be written to by post: anti-spam laws want it in every promotional e-mail. */
  postalAddress?: string;
  /** E.164: where clients reach the business. */
  phone?: string;
  /** The same as people of the account's country write it. */
  phoneShown?: string;
  website?: string;
  /** Where answers to its e-mails go; absent: to `senderEmail`, or to the owner. */
  replyTo?: string;
  /** `#0b5394`: the colour of buttons and lines in its pages and e-mails. */
  accentColor?: string;
  /** The picture of the library that is the account's logo now. */
  logo?: Id<"document">;
  settings: AccountSettings;
}

export interface AccountSettings {
  /** Changes must carry If-Match (428 without). */
  requireIfMatch?: boolean;
  /** Field staff see and edit only the clients assigned to them. */
  restrictFieldToAssigned?: boolean;
  /** No two clients outside the archive have the same name, e-mail address or mobile number. */
  uniqueNames?: boolean;
  uniqueEmails?: boolean;
  uniqueMobiles?: boolean;
  /** What the e-mail of a document request says where the request itself has no message, by the client's language. */
  documentRequestMessage?: { fr?: string; en?: string };
  /** Recipients that all campaigns together may write to in a day of the account's time zone. */
  campaignDailyLimit?: number;
}

export const accounts: Entity<Account> = entity("account", (account) => keys.account(account.id));

/** A person's place in an account. The person is known by the user pool's `sub`. */
export interface Member extends Provenance {
  id: Id<"member">;
  accountId: AccountId;
  personId: string;
  email: string;
  /** Of whoever opened the account, until they have proven that the address is theirs. */
  address?: "unproven";
  name: string;
  role: Role;
  /** The right to edit clients, apart from the role. */
  editClients: boolean;
  status: "active" | "removed";
  /** What this person reads the product in; the account's language when absent. */
  language?: string;
  /** What this person wants e-mails about; absent means yes. */
  notifications?: Partial<Record<NotificationKind, boolean>>;
  away?: Away;
  /** The columns of this person's tables, in order. */
  columns?: { clients?: string[] };
}

export const notificationKinds = [
  "newMessage",
  "assigned",
  "followUpDue",
  "appointment",
  "document",
  "payment",
  "review",
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** Away mode: while it lasts, clients who write get `message` once per conversation. */
export interface Away {
  enabled?: boolean;
  message?: string;
  /** RFC 3339; the absence ends by itself then. */
  until?: string;
}

/** Whether the person wants an e-mail about this. */
export const wantsNotification = (member: Member, kind: NotificationKind): boolean =>
  member.notifications?.[kind] !== false;

export const isAway = ({ away }: Member, now: Date): boolean =>
  away?.enabled === true && (away.until === undefined || Date.parse(away.until) > now.getTime());

export const members: Entity<Member> = entity("member", (member) => ({
  ...keys.of(member.accountId, member.id),
  ...(member.status === "active"
    ? { gsi2pk: partitions.list(member.accountId, "MEMBERS").pk, gsi2sk: `${sortName(member.name)}#${member.id}` }
    : {}),
}));

/** The same place seen from the person: what a sign-in reads, in one query, before any account is known. */
export interface Membership {
  personId: string;
  accountId: AccountId;
  memberId: Id<"member">;
  role: Role;
  editClients: boolean;
  /** When the person accepted; what was written before invitations were is older than all that say so. */
  joinedAt?: string;
  /** When the person made this their home account. */
  homeSince?: string;
}

/**
 * Where a person works who names no account: the one that they chose last, otherwise the one that they joined first. An
 * account that they join later changes nothing for them.
 */
export const homeOf = <M extends Pick<Membership, "memberId" | "joinedAt" | "homeSince">>(
  places: readonly M[],
): M | undefined => {
  const chosen = places.filter(({ homeSince }) => homeSince !== undefined);
  if (chosen.length > 0) return [...chosen].sort((a, b) => (`${a.homeSince}` < `${b.homeSince}` ? 1 : -1))[0];
  const joined = ({ joinedAt = "", memberId }: M) => `${joinedAt}#${memberId}`;
  return [...places].sort((a, b) => (joined(a) < joined(b) ? -1 : 1))[0];
};

export const memberships: Entity<Membership> = entity("membership", (membership) =>
  keys.membership(membership.personId, membership.accountId),
);

/** A key of a partner system; only its hash is kept. */
export interface ApiKey extends Provenance {
  id: Id<"apiKey">;
  accountId: AccountId;
  name: string;
  scopes: Scope[];
  hash: string;
  /** The first characters of the secret, so that its owner recognises it. */
  hint: string;
  lastUsedAt?: string;
  revokedAt?: string;
}

export const apiKeys: Entity<ApiKey> = entity("api_key", (key) => ({
  ...keys.of(key.accountId, key.id),
  ...(key.revokedAt ? {} : { gsi2pk: partitions.list(key.accountId, "API_KEYS").pk, gsi2sk: key.id }),
}));

/** What the hash of a presented key leads to. */
export interface ApiKeyHash {
  hash: string;
  accountId: AccountId;
  keyId: Id<"apiKey">;
  scopes: Scope[];
  /** The hour of the last use that was noted, so that not every request writes. */
  lastUsedHour?: string;
}

export const apiKeyHashes: Entity<ApiKeyHash> = entity("api_key_hash", (key) => keys.apiKey(key.hash));
