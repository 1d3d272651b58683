import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import { put, type Write } from "../db/writes.ts";
import { type AccountId, type ClientId, derivedIdAt, type Id } from "../ids.ts";

/** How long a download address works. */
export const DOWNLOAD_SECONDS = 300;

/** Only a `clean` document has a file that can be downloaded; there is no way back from `infected` and `refused`. */
export type DocumentStatus = "awaiting_upload" | "clean" | "infected" | "refused";

/**
 * Why a file was not kept. `not_scannable`: the scanner can say nothing of such a file (encrypted, too deeply packed …);
 * `superseded`: it was to replace a document's file, but another one was announced after it.
 */
export const refusalReasons = ["empty", "too_large", "type_mismatch", "not_scannable", "superseded"] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export interface Document extends Provenance {
  id: Id<"document">;
  accountId: AccountId;
  /** Whose it is; none for a document of the library. */
  clientId?: ClientId;
  origin: "client" | "staff";
  /** The request that it answers. */
  requestId?: Id<"documentRequest">;
  itemId?: Id<"item">;
  fileName: string;
  /** As declared; once `clean`, as found in the content. */
  contentType: string;
  /** Bytes; as declared until the file has arrived. */
  size?: number;
  status: DocumentStatus;
  reason?: RefusalReason;
  /** `client` from when it is shared with one. */
  visibility: "internal" | "client";
  /** Staff took it back from clients: none opens it, whatever is shared with them, until staff open it again. */
  closed?: true;
  uploadId: Id<"upload">;
  /** Where the file lies in the bucket of files; only when `clean`. */
  key?: string;
  receivedAt?: string;
  /** Counts the files that it has had, from 1 on; absent: 1. `version` counts every change. */
  fileVersion?: number;
  /** Who sent the current file; absent: whoever made the document. */
  fileBy?: string;
  /** Strangers may see it, for as long as it is kept: the account's logo, or one that it had. */
  use?: "logo";
  /** It is shared with the very client whose it is: their list looks for the share. */
  ownShare?: true;
  /** The latest file that somebody wanted to put in the place of the current one, until it is there. */
  newVersion?: NewVersion;
  /** Only while its file is awaited: what never arrives is forgotten. */
  ttl?: number;
}

/** What most mailboxes and every browser show. Not SVG: it may hold scripts, and mailboxes do not show it. */
export const logoTypes = ["image/png", "image/jpeg", "image/webp"] as const;

/** Where anybody sees a logo. Another logo is another document: what stands at an address never changes. */
export const logoPath = (accountId: string, documentId: string): string => `/i/${accountId}.${documentId}`;

/** A file on its way to become the current one; `infected` and `refused` tell why it did not. */
export interface NewVersion {
  uploadId: Id<"upload">;
  fileName: string;
  contentType: string;
  status: Exclude<DocumentStatus, "clean">;
  reason?: RefusalReason;
  createdAt: string;
  createdBy: string;
}

export const fileVersionOf = ({ fileVersion = 1 }: Pick<Document, "fileVersion">): number => fileVersion;

export const documents: Entity<Document> = entity("document", (document) => ({
  ...keys.of(document.accountId, document.id),
  ...(document.clientId
    ? {
        gsi1pk: partitions.ofClient(document.accountId, document.clientId).pk,
        gsi1sk: `${DOCUMENTS_OF_CLIENT}${document.createdAt}#${document.id}`,
      }
    : {}),
  gsi2pk: partitions.list(document.accountId, "DOCUMENTS").pk,
  gsi2sk: `${document.createdAt}#${document.id}`,
  ...(document.clientId && isAttachment(document)
    ? {
        gsi3pk: partitions.work(document.accountId, attachmentsOf(document.clientId)).pk,
        gsi3sk: `${document.createdAt}#${document.id}`,
      }
    : {}),
}));

/** What staff keep about a client for themselves. */
export const isAttachment = ({ clientId, origin, visibility }: Pick<Document, "clientId" | "origin" | "visibility">) =>
  clientId !== undefined && origin === "staff" && visibility === "internal";

/** The name of the list of a client's attachments. */
export const attachmentsOf = (clientId: ClientId): string => `ATTACHMENTS#${clientId}`;

/** How a client's documents begin in the index of everything of a client. */
export const DOCUMENTS_OF_CLIENT = "document#";

/** Who had a document in hands, and when. */
export interface DocumentAccess {
  id: Id<"event">;
  accountId: AccountId;
  documentId: Id<"document">;
  at: string;
  /** An API key, a member or a client. */
  by: string;
  /** `download_link`: an address was given out that works for five minutes. */
  action: AccessAction;
  /** Whom it was shared with, or not any more, or whose link was given out. */
  clientId?: ClientId;
}

/**
 * `uploaded`: a file of it arrived, whatever became of it. `viewed`: its page was opened by the client it is shared with.
 * `link_given`: staff took a client's link to hand it over themselves.
 */
export const accessActions = [
  "uploaded",
  "download_link",
  "shared",
  "revoked",
  "viewed",
  "downloaded",
  "link_given",
] as const;
export type AccessAction = (typeof accessActions)[number];

export const documentAccesses: Entity<DocumentAccess> = entity("document_access", (access) =>
  keys.part(access.accountId, access.documentId, `${ACCESS_LOG}${access.id}`),
);

export const ACCESS_LOG = "ACCESS#";

/**
 * The entry of somebody who had a document in hands: one for each person, act and five minutes (the life of an address),
 * however often they do it.
 */
export const accessed = (
  { accountId, id }: Pick<Document, "accountId" | "id">,
  by: string,
  action: "download_link" | "viewed" | "downloaded" | "link_given",
  now: Date,
  clientId?: ClientId,
): Write => {
  const span = DOWNLOAD_SECONDS * 1000;
  const from = new Date(Math.floor(now.getTime() / span) * span);
  const entry = {
    id: derivedIdAt("event", from, id, by, action, ...(clientId ? [clientId] : [])),
    accountId,
    documentId: id,
  };
  return put(documentAccesses, { ...entry, at: now.toISOString(), by, action, ...(clientId ? { clientId } : {}) });
};

/** The entry of a decision about whom it is shown to; `version`: that of the share. */
export const sharingNoted = (
  { accountId, id }: Pick<Document, "accountId" | "id">,
  by: string,
  action: "shared" | "revoked",
  { clientId, version }: { clientId: ClientId; version: number },
  now: Date,
): Write =>
  put(documentAccesses, {
    id: derivedIdAt("event", now, id, clientId, String(version)),
    accountId,
    documentId: id,
    at: now.toISOString(),
    by,
    action,
    clientId,
  });

/** A file that a document had before its current one. */
export interface DocumentVersion {
  accountId: AccountId;
  documentId: Id<"document">;
  /** 1 for the first file. */
  number: number;
  fileName: string;
  contentType: string;
  size: number;
  key: string;
  createdAt: string;
  createdBy: string;
}

export const VERSIONS = "VERSION#";

export const versionKey = ({
  accountId,
  documentId,
  number,
}: Pick<DocumentVersion, "accountId" | "documentId" | "number">) =>
  keys.part(accountId, documentId, `${VERSIONS}${String(number).padStart(6, "0")}`);

export const documentVersions: Entity<DocumentVersion> = entity("document_version", versionKey);

/** A document's current file as one of its versions; undefined while it has none. */
export const currentVersion = (document: Document): DocumentVersion | undefined => {
  const { id, accountId, fileName, contentType, size, key, status } = document;
  if (status !== "clean" || !key) return undefined;
  return {
    accountId,
    documentId: id,
    number: fileVersionOf(document),
    fileName,
    contentType,
    size: size ?? 0,
    key,
    createdAt: document.receivedAt ?? document.createdAt,
    createdBy: document.fileBy ?? document.createdBy,
  };
};

/** The upload of a new file, as far as a document knows it. */
interface VersionSlot {
  id: Id<"upload">;
  fileName: string;
  contentType: string;
  by?: string;
}

/**
 * A clean file takes the place of a document's current one, which becomes a version of its own. Undefined when another
 * file was announced after it: that one is wanted, in whatever order they come. For slots with `versionOf`, which only
 * documents have that are `clean`.
 */
export const withNewFile = (
  document: Document,
  file: { key: string; size: number },
  slot: VersionSlot,
  now: Date,
): { next: Document; former: DocumentVersion } | undefined => {
  const { newVersion, ...rest } = document;
  const former = currentVersion(document);
  if (!former || newVersion?.uploadId !== slot.id) return undefined;
  const by = slot.by ?? document.createdBy;
  const next: Document = {
    ...rest,
    fileName: slot.fileName,
    contentType: slot.contentType,
    size: file.size,
    key: file.key,
    receivedAt: now.toISOString(),
    fileVersion: former.number + 1,
    fileBy: by,
    ...touched(document, by, now),
  };
  return { next, former };
};

/** A new file that is not kept leaves the document as it was, and says why; undefined when nobody waits for it any more. */
export const withoutNewFile = (
  document: Document,
  { outcome, reason }: { outcome: "infected" | "refused"; reason?: RefusalReason },
  slot: VersionSlot,
  now: Date,
): Document | undefined =>
  document.newVersion?.uploadId === slot.id
    ? {
        ...document,
        newVersion: { ...document.newVersion, status: outcome, ...(reason ? { reason } : {}) },
        ...touched(document, slot.by ?? document.createdBy, now),
      }
    : undefined;

const touched = ({ version }: Document, by: string, now: Date) => ({
  version: version + 1,
  updatedAt: now.toISOString(),
  updatedBy: by,
});

/**
 * Where the files of a document are kept, those of its versions too: its own folder, so that nothing of it is left when
 * the folder is emptied. Only the deletion of the document may empty it.
 */
export const fileFolder = (accountId: string, documentId: string): string => `${accountId}/${documentId}/`;
