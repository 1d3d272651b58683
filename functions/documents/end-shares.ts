import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { queueConsumer } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { fromStored, isOf } from "../../shared/db/entity.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable, Position } from "../../shared/db/table.ts";
import { remove } from "../../shared/db/writes.ts";
import { DOCUMENTS_OF_CLIENT, documents, VERSIONS } from "../../shared/entities/document.ts";
import { documentShares, SHARES, shareKey } from "../../shared/entities/document-share.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { readDomainEvent } from "../../shared/events/read-event.ts";
import { type AccountId, type ClientId, type Id, isId } from "../../shared/ids.ts";

const STEP = 100;

/**
 * Removes what a deleted document leaves in the table, `document.deleted`: its shares, whose links were over with it,
 * and its versions. What somebody did with it stays in its access log. With `client.deleted`, the shares with a client who
 * was purged; the documents are the business's, and stay.
 */
export const endShares = async (event: DomainEvent, { table }: Pick<AppDeps, "table">): Promise<void> => {
  const id = String(event.resource.id);
  const db = table.of(event.accountId as AccountId);
  if (isId("document", id)) return endSharesOfDocument(db, id);
  if (isId("client", id)) return endSharesOfClient(db, id);
  throw new Error("This event is about neither a document nor a client.");
};

const endSharesOfDocument = async (db: AccountTable, id: Id<"document">): Promise<void> => {
  for (const prefix of [SHARES, VERSIONS]) {
    for (;;) {
      const { items } = await db.listStored(partitions.self(db.accountId, id), { limit: STEP, prefix });
      if (items.length === 0) break;
      await db.writeBatch(items.map(({ pk, sk }) => remove({ pk, sk })));
    }
  }
};

/** The index has the shares themselves, and of documents that are kept for this very client the document in their place. */
const endSharesOfClient = async (db: AccountTable, clientId: ClientId): Promise<void> => {
  const { accountId } = db;
  const partition = partitions.ofClient(accountId, clientId);
  for (let after: Position | undefined; ; ) {
    const { items, next } = await db.listStored(partition, { limit: STEP, prefix: DOCUMENTS_OF_CLIENT, after });
    const documentIds = items.flatMap((row) => {
      if (isOf(documentShares, row)) return [fromStored(documentShares, row).documentId];
      const { id, ownShare } = fromStored(documents, row);
      return ownShare ? [id] : [];
    });
    await db.writeBatch(documentIds.map((documentId) => remove(shareKey({ accountId, documentId, clientId }))));
    if (!next) return;
    after = next;
  }
};

export const handler = queueConsumer(readDomainEvent, buildWorkerDeps, endShares);
