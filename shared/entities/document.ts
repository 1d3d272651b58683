import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";

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

/** Where the file of a document is kept: its own folder, so that nothing of it is left when the folder is emptied. */
export const fileFolder = (accountId: string, documentId: string): string => `${accountId}/${documentId}/`;
