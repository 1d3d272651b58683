import { later } from "../clock.ts";
import { all, any, equals, version } from "../db/conditions.ts";
import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import { insert, replace, update, VersionConflict, type Write } from "../db/writes.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import { mailStatusOf } from "../messaging/mail-status.ts";
import type { Client } from "./client.ts";
import { DOCUMENTS_OF_CLIENT, type Document, documents } from "./document.ts";
import { type BounceKind, type MailStatus, ToldBefore } from "./mail-state.ts";

/** How far the client is with it; there is no way back but a new share. */
export const shareStates = ["sent", "viewed", "downloaded"] as const;
export type ShareState = (typeof shareStates)[number];

/** That one client is shown a document: always its current file. Sharing it with them again revises this. */
export interface DocumentShare extends Provenance {
  /** `doc_….cli_…`. */
  id: string;
  accountId: AccountId;
  documentId: Id<"document">;
  clientId: ClientId;
  /** The document's when it was shared, for feeds. */
  fileName: string;
  /** The document is one that staff keep for this client, so that it stands in their list without the share. */
  own?: true;
  /** `internal`: staff find it on the client, who has no way to it. */
  visibility: "client" | "internal";
  message?: string;
  /** For those that the client can open; after it their links are over. */
  expiresAt?: string;
  /** `expired` is not stored: see {@link shareStatusOf}. */
  status: "active" | "revoked";
  state: ShareState;
  /** The first time, since it was last shared anew. */
  viewedAt?: string;
  downloadedAt?: string;
  views: number;
  downloads: number;
  /** Counts how often it was shared anew after it was revoked: links of an earlier time stay dead. */
  grant: number;
  /** What became of the e-mail with the link; `none` was to go out. */
  mail: MailStatus | "none";
  mailAt?: string;
  mailError?: string;
  mailBounce?: BounceKind;
  /** Each round is one e-mail. */
  round: number;
}

export const SHARES = "SHARE#";

export const shareKey = ({
  accountId,
  documentId,
  clientId,
}: Pick<DocumentShare, "accountId" | "documentId" | "clientId">) =>
  keys.part(accountId, documentId, `${SHARES}${clientId}`);

export const documentShares: Entity<DocumentShare> = entity("document_share", (share) => ({
  ...shareKey(share),
  ...(share.own
    ? {}
    : {
        gsi1pk: partitions.ofClient(share.accountId, share.clientId).pk,
        gsi1sk: `${DOCUMENTS_OF_CLIENT}${share.createdAt}#${share.documentId}`,
      }),
}));

export const shareStatusOf = (
  { status, expiresAt }: Pick<DocumentShare, "status" | "expiresAt">,
  now: Date,
): DocumentShare["status"] | "expired" =>
  status === "active" && expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime() ? "expired" : status;

/** Whether the client's link opens it. `grant`: the one that the link was made under. */
export const isOpenToClient = (share: DocumentShare, grant: number, now: Date): boolean =>
  share.visibility === "client" && share.grant === grant && shareStatusOf(share, now) === "active";

/** What a document is shared under. */
export interface ShareTerms {
  visibility: DocumentShare["visibility"];
  message?: string | undefined;
  expiresAt?: string | undefined;
  /** Whether the client gets the link by e-mail. */
  notify: boolean;
}

/** What an earlier e-mail ran into is over. */
export const noTrouble = { mailError: undefined, mailBounce: undefined };

const USUAL_DAYS = 90;
const DAY_SECONDS = 24 * 3600;

/** When the links of a share end of which nobody said when. */
const usualEnd = (now: Date): string => later(now, USUAL_DAYS * DAY_SECONDS).toISOString();

/** Who does something, and when. */
export interface Author {
  by: string;
  source: string;
  now: Date;
}

/**
 * The share of a document with a client, as it is from now on, and the write that makes it so. Writing it is what sends
 * the e-mail; one that is still on its way is not doubled.
 */
export const shareWith = (
  document: Pick<Document, "id" | "accountId" | "clientId" | "origin" | "fileName">,
  client: Pick<Client, "id" | "email" | "suppressed">,
  terms: ShareTerms,
  author: Author,
  previous?: DocumentShare,
): { share: DocumentShare; write: Write } => {
  const at = author.now.toISOString();
  const { visibility, message } = terms;
  const expiresAt = terms.expiresAt ?? (visibility === "client" ? usualEnd(author.now) : undefined);
  const agreed = { fileName: document.fileName, visibility, status: "active" as const };
  const mail = visibility === "client" && terms.notify ? mailStatusOf(client) : "none";
  if (!previous) {
    const share: DocumentShare = {
      id: `${document.id}.${client.id}`,
      accountId: document.accountId,
      documentId: document.id,
      clientId: client.id,
      ...(document.origin === "staff" && document.clientId === client.id ? { own: true } : {}),
      ...agreed,
      ...(message ? { message } : {}),
      ...(expiresAt ? { expiresAt } : {}),
      state: "sent",
      views: 0,
      downloads: 0,
      grant: 1,
      mail,
      round: mail === "queued" ? 1 : 0,
      version: 1,
      createdAt: at,
      createdBy: author.by,
      updatedAt: at,
      updatedBy: author.by,
      source: author.source,
    };
    return { share, write: insert(documentShares, share, () => new VersionConflict()) };
  }
  const anew = previous.status === "revoked";
  const onItsWay = mail === "queued" && previous.mail === "queued";
  const change: ShareChange = {
    ...agreed,
    message: message || undefined,
    expiresAt,
    ...(anew ? { state: "sent", viewedAt: undefined, downloadedAt: undefined, grant: previous.grant + 1 } : {}),
    // A link that went out before still works: what became of it stays true.
    ...(mail === "none" && visibility === "client" && !anew ? {} : { mail, ...noTrouble }),
    ...(mail === "queued" && !onItsWay ? { round: previous.round + 1 } : {}),
  };
  return revised(previous, change, author);
};

/**
 * What sharing writes on the document; undefined when there is nothing new to say.
 * @param news `own`: shared with the very client whose it is; `opens`: from now on clients may open it
 */
export const notedOnDocument = (
  document: Document,
  { own = false, opens = false }: { own?: boolean; opens?: boolean },
  { by, source, now }: Author,
): Write | undefined => {
  const news = {
    ...(own && !document.ownShare ? { ownShare: true as const } : {}),
    ...(opens && !document.closed && document.visibility === "internal" ? { visibility: "client" as const } : {}),
  };
  if (Object.keys(news).length === 0) return undefined;
  const revision = { version: document.version + 1, updatedAt: now.toISOString(), updatedBy: by, source };
  return replace(documents, { ...document, ...news, ...revision }, document);
};

/** Ends a share: its links are over at once. */
export const revokeShare = (share: DocumentShare, author: Author): { share: DocumentShare; write: Write } =>
  revised(share, { status: "revoked", ...(share.mail === "queued" ? { mail: "none" as const } : {}) }, author);

/** Where a client is with a share after looking at it or downloading it: never further back than before. */
export const stateAfter = (state: ShareState, act: "viewed" | "downloaded"): ShareState =>
  shareStates.indexOf(act) > shareStates.indexOf(state) ? act : state;

/**
 * Notes that the client looked at it, or downloaded it; refused when the share was changed since it was read, revoked
 * above all. Only a new state is a new version: that somebody looks again is counted and not told.
 */
export const noteUse = (share: DocumentShare, act: "viewed" | "downloaded", now: Date): Write => {
  const state = stateAfter(share.state, act);
  const at = now.toISOString();
  const counted = { [act === "viewed" ? "views" : "downloads"]: 1 };
  const news = {
    state,
    ...(share.viewedAt ? {} : { viewedAt: at }),
    ...(share.downloadedAt || act === "viewed" ? {} : { downloadedAt: at }),
    updatedAt: at,
    updatedBy: share.clientId,
    source: "portal",
  };
  return update(
    shareKey(share),
    state === share.state ? { add: counted } : { set: news, add: { ...counted, version: 1 } },
    version(share.version),
    () => new VersionConflict(),
  );
};

/** Thrown when an e-mail's share is gone, or has had another e-mail queued: what became of the earlier is not its state. */
export class LaterRound extends Error {}

/**
 * Notes that an e-mail has gone out, or was refused, whatever else has changed since the share was read.
 * @throws LaterRound when it is not the share's latest, ToldBefore when the provider was faster
 */
export const noteShareMail = (
  share: DocumentShare,
  change: Pick<ShareChange, "mail" | "mailAt" | "mailError">,
  author: Author,
): Write =>
  update(
    shareKey(share),
    changeOf({ ...noTrouble, ...change }, author),
    // One that was revoked meanwhile says `none`.
    all(equals("round", share.round), any(equals("mail", "queued"), equals("mail", "none"))),
    (existing) =>
      existing?.round === share.round ? new ToldBefore() : new LaterRound("The share has moved on to another e-mail."),
  );

/** The next version of a share that was read. Only what changed is written: the counts move on their own. */
export const reviseShare = (share: DocumentShare, change: ShareChange, author: Author): Write =>
  revised(share, change, author).write;

/** A member that is undefined is removed. */
type ShareChange = {
  [Field in
    | "fileName"
    | "visibility"
    | "message"
    | "expiresAt"
    | "status"
    | "state"
    | "viewedAt"
    | "downloadedAt"
    | "grant"
    | "mail"
    | "mailAt"
    | "mailError"
    | "mailBounce"
    | "round"]?: DocumentShare[Field] | undefined;
};

const revised = (previous: DocumentShare, change: ShareChange, author: Author) => {
  const { set, remove } = changeOf(change, author);
  const kept = Object.entries(previous).filter(([field]) => !remove.includes(field));
  const share = { ...Object.fromEntries(kept), ...set, version: previous.version + 1 } as DocumentShare;
  const write = update(
    shareKey(previous),
    { set, remove, add: { version: 1 } },
    version(previous.version),
    () => new VersionConflict(),
  );
  return { share, write };
};

const changeOf = (change: ShareChange, { by, source, now }: Author) => ({
  set: {
    ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
    updatedAt: now.toISOString(),
    updatedBy: by,
    source,
  },
  remove: Object.entries(change).flatMap(([field, value]) => (value === undefined ? [field] : [])),
  add: { version: 1 },
});
