import { later } from "../clock.ts";
import { all, type Condition, equals, missing, present, version } from "../db/conditions.ts";
import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import { update, VersionConflict, type Write } from "../db/writes.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import type { Language } from "../messaging/language.ts";
import type { Account } from "./account.ts";
import { type BounceKind, type MailStatus, ToldBefore } from "./mail-state.ts";

/** What one or several clients are asked to send. */
export interface DocumentRequest extends Provenance {
  id: Id<"documentRequest">;
  accountId: AccountId;
  title: string;
  message?: string;
  items: RequestedItem[];
  /** Media types, `image/*` among them. */
  accept: string[];
  maxBytes: number;
  expiresAt: string;
  /** In the order of their days. */
  reminders?: Reminder[];
  /** `expired` is not stored: see {@link statusOf}. */
  status: "open" | "complete" | "cancelled";
  progress: { clients: number; complete: number };
}

/** An e-mail that goes out by itself to those who have not sent everything by then. */
export interface Reminder {
  /** Days after the day of the request. */
  afterDays: number;
  dueAt: string;
  /** When it went out. */
  sentAt?: string;
  /** Its moment passed while the request was over: more time for the request does not bring it back. */
  dropped?: true;
}

export interface RequestedItem {
  id: Id<"item">;
  label: string;
  required: boolean;
}

export const documentRequests: Entity<DocumentRequest> = entity("document_request", (request) => ({
  ...keys.of(request.accountId, request.id),
  gsi2pk: partitions.list(request.accountId, "DOCUMENT_REQUESTS").pk,
  gsi2sk: `${request.createdAt}#${request.id}`,
}));

export type RequestStatus = DocumentRequest["status"] | "expired";

export const statusOf = (request: Pick<DocumentRequest, "status" | "expiresAt">, now: Date): RequestStatus =>
  request.status === "open" && Date.parse(request.expiresAt) <= now.getTime() ? "expired" : request.status;

/** What the client reads above the items: the request's own message, or the account's usual one in that language. */
export const messageOf = (
  { message }: Pick<DocumentRequest, "message">,
  { settings }: Pick<Account, "settings">,
  language: Language,
): string | undefined => message ?? settings.documentRequestMessage?.[language];

const LONGEST_DAYS = 366;

/** The latest end that a request can be given, and the end of the links to it: a request that gets more time keeps them. */
export const latestEnd = ({ createdAt }: Pick<DocumentRequest, "createdAt">): Date =>
  later(new Date(createdAt), LONGEST_DAYS * 24 * 3600);

/** The reminders that have not gone out and will, the next one first; none when the request is over. */
export const pendingReminders = (
  request: Pick<DocumentRequest, "status" | "expiresAt" | "reminders">,
  now: Date,
): Reminder[] => {
  if (statusOf(request, now) !== "open") return [];
  return (request.reminders ?? []).filter(
    ({ dueAt, sentAt, dropped }) => !sentAt && !dropped && dueAt < request.expiresAt,
  );
};

/**
 * The reminders of a request that is about to get more time: those whose moment passed while it was over are dropped for
 * good, since people are reminded at a decent hour or not at all. One that is due while the request is open still goes out.
 */
export const keptReminders = (
  request: Pick<DocumentRequest, "status" | "expiresAt" | "reminders">,
  now: Date,
): Reminder[] => {
  const pending = pendingReminders(request, now);
  return (request.reminders ?? []).map((reminder) => {
    const isLost = !reminder.sentAt && !pending.includes(reminder) && reminder.dueAt <= now.toISOString();
    return isLost ? { ...reminder, dropped: true } : reminder;
  });
};

/** Whether files are still taken: also after completion, since people find another page to send. */
export const takesFiles = (request: Pick<DocumentRequest, "status" | "expiresAt">, now: Date): boolean =>
  request.status !== "cancelled" && Date.parse(request.expiresAt) > now.getTime();

/** One client's part in a request: the state of their e-mail, and what they have sent. */
export interface RequestRecipient extends Provenance {
  /** `drq_….cli_…`. */
  id: string;
  accountId: AccountId;
  requestId: Id<"documentRequest">;
  clientId: ClientId;
  /** The request's own, for feeds. */
  title: string;
  status: "waiting" | "partial" | "complete";
  /** `ended`: so were the client's links; nothing goes out by itself until somebody sends another. */
  mail: MailStatus | "ended";
  mailAt?: string;
  mailError?: string;
  mailBounce?: BounceKind;
  /** 1 for the request itself, more for reminders: each round is one e-mail. */
  round: number;
  /** Files received for each item. */
  received: Record<string, number>;
  /** How often the client's links were ended; links of an earlier time are over. Absent: never. */
  linksEnded?: number;
  /** Forms given out since: a link that leaks must not fill the bucket. */
  forms: number;
  /** The sizes that they were given out for; absent: none. */
  announcedBytes?: number;
}

/** As many forms as one client's link gives out. */
export const MOST_FORMS = 100;

const GIB = 1024 ** 3;
const MOST_BYTES = 50 * GIB;
const USUAL_FILES = 20;

/**
 * As many bytes as one client's link takes, those of files that were not kept or not sent to the end included: twenty of
 * the largest files, two for each thing that is asked for where these are more, and never more than 50 GiB.
 */
export const mostBytesOf = ({ maxBytes, items }: Pick<DocumentRequest, "maxBytes" | "items">): number =>
  Math.min(Math.max(USUAL_FILES, 2 * items.length) * maxBytes, MOST_BYTES);

/** How a client's requests begin in the index of everything of a client. */
export const REQUESTS_OF_CLIENT = "document_request#";
export const RECIPIENTS = "CLI#";

export const requestRecipients: Entity<RequestRecipient> = entity("document_request_recipient", (recipient) => ({
  ...recipientKey(recipient),
  gsi1pk: partitions.ofClient(recipient.accountId, recipient.clientId).pk,
  gsi1sk: `${REQUESTS_OF_CLIENT}${recipient.createdAt}#${recipient.requestId}`,
}));

export const recipientKey = ({
  accountId,
  requestId,
  clientId,
}: Pick<RequestRecipient, "accountId" | "requestId" | "clientId">) =>
  keys.part(accountId, requestId, `${RECIPIENTS}${clientId}`);

type Change = Partial<
  Pick<RequestRecipient, "status" | "mail" | "mailAt" | "mailError" | "mailBounce" | "round" | "received">
>;

/** Who revises, and when. */
interface Author {
  by: string;
  source: string;
  now: Date;
}

/** The next version of a recipient that was read. Only what changed is written: the count of forms moves on its own. */
export const reviseRecipient = (recipient: RequestRecipient, change: Change, author: Author): Write =>
  update(recipientKey(recipient), changeOf(change, author), version(recipient.version), () => new VersionConflict());

/** Thrown when the links were ended while an e-mail was on its way: the one that it brought opens nothing. */
export class LinksEnded extends Error {}

/** That the client's links are those of when the recipient was read. */
export const sameLinks = ({ linksEnded }: Pick<RequestRecipient, "linksEnded">): Condition =>
  linksEnded ? equals("linksEnded", linksEnded) : missing("linksEnded");

/**
 * Notes that an e-mail has gone out, or was refused, whatever else has changed since the recipient was read.
 * @throws LinksEnded when its link is over by now, ToldBefore when the provider was faster
 */
export const noteMail = (
  recipient: RequestRecipient,
  change: Pick<Change, "mail" | "mailAt" | "mailError">,
  author: Author,
): Write =>
  update(
    recipientKey(recipient),
    changeOf(change, author),
    all(present, sameLinks(recipient), equals("mail", "queued")),
    (existing) =>
      existing && existing.linksEnded === recipient.linksEnded
        ? new ToldBefore()
        : new LinksEnded("The client's links were ended meanwhile."),
  );

/**
 * Ends the links that one client has: they are over at once, and what was given out for them counts no more. An e-mail
 * that is still on its way would bring a new one, as reminders would: they stay at home.
 */
export const endLinks = (recipient: RequestRecipient, author: Author): Write => {
  const { set } = changeOf({ mail: "ended" }, author);
  return update(
    recipientKey(recipient),
    {
      set: { ...set, forms: 0 },
      remove: ["announcedBytes", "mailError", "mailBounce"],
      add: { linksEnded: 1, version: 1 },
    },
    version(recipient.version),
    () => new VersionConflict(),
  );
};

const changeOf = ({ mailError, mailBounce, ...change }: Change, { by, source, now }: Author) => {
  const told = { ...(mailError ? { mailError } : {}), ...(mailBounce ? { mailBounce } : {}) };
  const past = ["mailError", "mailBounce"].filter((field) => !(field in told));
  return {
    set: { ...change, ...told, updatedAt: now.toISOString(), updatedBy: by, source },
    add: { version: 1 },
    ...(change.mail && past.length > 0 ? { remove: past } : {}),
  };
};

/** How far a client is with what was asked of them. Where nothing is required, anything will do. */
export const progressOf = (
  items: readonly RequestedItem[],
  received: Readonly<Record<string, number>>,
): RequestRecipient["status"] => {
  const has = ({ id }: RequestedItem) => (received[id] ?? 0) > 0;
  const required = items.filter((item) => item.required);
  if (required.length > 0 ? required.every(has) : items.some(has)) return "complete";
  return items.some(has) ? "partial" : "waiting";
};
