import { findClient } from "../../shared/app/find-client.ts";
import { listed, useCase } from "../../shared/app/use-case.ts";
import { fromStored, isOf, type Stored } from "../../shared/db/entity.ts";
import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { DOCUMENTS_OF_CLIENT, documents } from "../../shared/entities/document.ts";
import { documentShares, shareKey } from "../../shared/entities/document-share.ts";
import type { ClientId } from "../../shared/ids.ts";
import { routes } from "./manifest.ts";
import { presentDocument, presentOfClient } from "./present.ts";

export const listDocuments = useCase(routes.list, async ({ db, page, now }) => {
  const partition = partitions.list(db.accountId, "DOCUMENTS");
  const found = await db.list(documents, partition, { ...page, newestFirst: true });
  return listed(found, (document) => presentDocument(document, now));
});

/** Everything shared with or received from one client. */
export const listClientDocuments = useCase(routes.ofClient, async ({ params, actor, db, page, now }) => {
  const clientId = params.id as ClientId;
  // Side by side: a client that may not be seen refuses before anything of them is answered.
  const [, found] = await Promise.all([
    findClient(db, params.id, actor),
    db.listStored(partitions.ofClient(db.accountId, clientId), {
      ...page,
      newestFirst: true,
      prefix: DOCUMENTS_OF_CLIENT,
    }),
  ]);
  const complete = await completed(db, clientId, found.items);
  return listed({ ...found, items: complete }, ({ document, share }) => presentOfClient(document, share, now));
});

/** Each row with what it leaves out: a client's own document may be shared with them, a share says little of its document. */
const completed = async (db: AccountTable, clientId: ClientId, rows: readonly Stored[]) => {
  const { accountId } = db;
  const known = rows.map((row) =>
    isOf(documentShares, row)
      ? { share: fromStored(documentShares, row), document: undefined }
      : { document: fromStored(documents, row), share: undefined },
  );
  const [shared, shares] = await Promise.all([
    db.getMany(
      documents,
      known.flatMap(({ share }) => (share ? [keys.of(accountId, share.documentId)] : [])),
    ),
    db.getMany(
      documentShares,
      known.flatMap(({ document }) =>
        document?.ownShare ? [shareKey({ accountId, documentId: document.id, clientId })] : [],
      ),
    ),
  ]);
  return known.flatMap((row) => {
    if (row.document) return [{ ...row, share: shares.find(({ documentId }) => documentId === row.document.id) }];
    const document = shared.find(({ id }) => id === row.share.documentId);
    // Deleted a moment ago: its shares are about to follow.
    return document ? [{ ...row, document }] : [];
  });
};
