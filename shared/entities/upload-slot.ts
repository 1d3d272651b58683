import { randomBytes } from "node:crypto";
import type { UploadTerms } from "../aws/presign.ts";
import { later, secondsSinceEpoch } from "../clock.ts";
import { type Entity, entity } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import type { Document, DocumentStatus, RefusalReason } from "./document.ts";

/** The largest file that a form takes: 100 MiB. What is larger comes in parts. */
export const MAX_FORM_BYTES = 100 * 1024 * 1024;
/** The largest file that anybody may send: 5 GiB, the most that S3 copies in one piece (CopyObject). */
export const MAX_FILE_BYTES = 5 * 1024 * 1024 * 1024;
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
  /** The declared size, where there was one. */
  maxBytes: number;
  /** SHA-256 of the content, in base64, as declared. */
  sha256?: string;
  /** The request that it answers; none for a document made by staff. */
  answers?: { requestId: Id<"documentRequest">; clientId: ClientId; itemId: Id<"item"> };
  /** The document (`documentId`) whose current file this one is to replace; it stays as it is until the file is clean. */
  versionOf?: Id<"document">;
  /** What the file becomes once it is clean: the account's logo. */
  use?: "logo";
  /** Who asked for the form, where that is not whoever made the document. */
  by?: string;
  /** For a file that is larger than a form takes: S3's name for the upload, and how the file is cut. */
  parts?: { uploadId: string; bytes: number; count: number };
  /** When its parts were put together. */
  assembledAt?: string;
  status: "awaiting" | "settled";
  outcome?: Exclude<DocumentStatus, "awaiting_upload">;
  reason?: RefusalReason;
  /** Once `clean`: where its content is kept. Whatever else was copied for it belongs to nobody. */
  keptAt?: string;
  createdAt: string;
  ttl: number;
}

export const uploadSlots: Entity<UploadSlot> = entity("upload_slot", (slot) => keys.of(slot.accountId, slot.id));

/** A file that comes in parts; `maxBytes` is exactly its size. */
export type SlotInParts = UploadSlot & Required<Pick<UploadSlot, "parts">>;

export const inParts = (slot: UploadSlot): slot is SlotInParts => slot.parts !== undefined;

/**
 * A file that never came is forgotten after this; the bucket of quarantine gives up what came of it a little later, so
 * that no upload ends before its slot does (lib/constructs/upload-buckets.ts).
 */
const AWAITED_SECONDS = 7 * 24 * 3600;

export const awaitedUntil = (now: Date): number => secondsSinceEpoch(later(now, AWAITED_SECONDS));

/** Whether a slot's life is over: DynamoDB removes what has expired within days, not at once. */
export const isForgotten = ({ ttl }: Pick<UploadSlot, "ttl">, now: Date): boolean => ttl <= secondsSinceEpoch(now);

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
  ...(slot.sha256 ? { sha256: slot.sha256 } : {}),
  seconds: UPLOAD_SECONDS,
  now,
});
