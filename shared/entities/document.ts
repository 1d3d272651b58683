import { randomBytes } from "node:crypto";
import type { UploadTerms } from "../aws/presign.ts";
import { later, secondsSinceEpoch } from "../clock.ts";
import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";

/** The largest file that anybody may send: 100 MiB. */
export const MAX_FILE_BYTES = 100 * 1024 * 1024;
/** How long a form may be used. */
const UPLOAD_SECONDS = 3600;
/** How long a download address works. */
export const DOWNLOAD_SECONDS = 300;

/** Only a `clean` document has a file that can be downloaded; there is no way back from `infected` and `refused`. */
export type DocumentStatus = "awaiting_upload" | "clean" | "infected" | "refused";

/** Why a file was not kept. */
export type RefusalReason = "empty" | "too_large" | "type_mismatch";

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
  visibility: "internal" | "client";
  uploadId: Id<"upload">;
  /** Where the file lies in the bucket of files; only when `clean`. */
  key?: string;
  receivedAt?: string;
  /** Only while its file is awaited: what never arrives is forgotten. */
  ttl?: number;
}

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
}));

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
  action: "uploaded" | "download_link";
}

export const documentAccesses: Entity<DocumentAccess> = entity("document_access", (access) =>
  keys.part(access.accountId, access.documentId, `${ACCESS_LOG}${access.id}`),
);

export const ACCESS_LOG = "ACCESS#";

/**
 * A file that may come: written when a form is given out, settled when the file was looked at. The document of an answer
 * to a request exists only from then on; `documentId` is the name it will have.
 */
export interface UploadSlot {
  id: Id<"upload">;
  accountId: AccountId;
  documentId: Id<"document">;
  /** Where the form puts it, in the bucket of quarantine. */
  key: string;
  fileName: string;
  contentType: string;
  maxBytes: number;
  /** The request that it answers; none for a document made by staff. */
  answers?: { requestId: Id<"documentRequest">; clientId: ClientId; itemId: Id<"item"> };
  status: "awaiting" | "settled";
  outcome?: Exclude<DocumentStatus, "awaiting_upload">;
  reason?: RefusalReason;
  createdAt: string;
  ttl: number;
}

export const uploadSlots: Entity<UploadSlot> = entity("upload_slot", (slot) => keys.of(slot.accountId, slot.id));

/** A file that never came is forgotten after this; the bucket of quarantine forgets as fast. */
const AWAITED_SECONDS = 7 * 24 * 3600;

export const awaitedUntil = (now: Date): number => secondsSinceEpoch(later(now, AWAITED_SECONDS));

/** A slot for a document's file, at a place that nobody can guess. */
export const newSlot = (
  document: Pick<Document, "uploadId" | "accountId" | "id" | "fileName" | "contentType">,
  maxBytes: number,
  now: Date,
  answers?: UploadSlot["answers"],
): UploadSlot => ({
  id: document.uploadId,
  accountId: document.accountId,
  documentId: document.id,
  key: `${document.accountId}/${document.uploadId}/${randomBytes(18).toString("base64url")}`,
  fileName: document.fileName,
  contentType: document.contentType,
  maxBytes,
  ...(answers ? { answers } : {}),
  status: "awaiting",
  createdAt: now.toISOString(),
  ttl: awaitedUntil(now),
});

/** What the form for a slot allows. */
export const termsOf = (slot: UploadSlot, bucket: string, now: Date): UploadTerms => ({
  bucket,
  key: slot.key,
  contentType: slot.contentType,
  maxBytes: slot.maxBytes,
  seconds: UPLOAD_SECONDS,
  now,
});

/** Where the file of a document is kept: its own folder, so that nothing of it is left when the folder is emptied. */
export const fileFolder = (accountId: string, documentId: string): string => `${accountId}/${documentId}/`;
