import { randomBytes } from "node:crypto";
import type { UploadTerms } from "../aws/presign.ts";
import { later, secondsSinceEpoch } from "../clock.ts";
import { type Entity, entity } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import type { Document, DocumentStatus, RefusalReason } from "./document.ts";

/** The largest file that anybody may send: 100 MiB. */
export const MAX_FILE_BYTES = 100 * 1024 * 1024;
/** How long a form may be used. */
const UPLOAD_SECONDS = 3600;
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
