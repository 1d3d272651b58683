import { fromStored, isOf } from "../../../shared/db/entity.ts";
import { keys, partitions } from "../../../shared/db/keys.ts";
import { remove } from "../../../shared/db/writes.ts";
import { DOCUMENTS_OF_CLIENT, type Document, documents, fileFolder } from "../../../shared/entities/document.ts";
import { documentShares, shareKey } from "../../../shared/entities/document-share.ts";
import { uploadSlots } from "../../../shared/entities/upload-slot.ts";
import { allOf } from "./all-of.ts";
import { type Eraser, type Erasing, type Found, sumOf } from "./eraser.ts";

/**
 * The documents of a client, attachments and what they sent, with every file and version of them; and what of the
 * library was shared with them: the document is the business's, the share is theirs.
 */
export const eraseDocuments: Eraser = async (erasing) => {
  const { db, client, forGood } = erasing;
  const all: Found[] = [];
  const rows = allOf(db, partitions.ofClient(db.accountId, client.id), { prefix: DOCUMENTS_OF_CLIENT });
  for await (const items of rows) {
    for (const item of items) {
      if (isOf(documents, item)) all.push(await eraseDocument(fromStored(documents, item), erasing));
      if (isOf(documentShares, item)) {
        const { accountId, documentId } = fromStored(documentShares, item);
        if (forGood) await db.commit([remove(shareKey({ accountId, documentId, clientId: client.id }))]);
        all.push({ shares: 1 });
      }
    }
  }
  return sumOf(all);
};

/** The document itself goes last: an erasure that is cut off finds it again. */
const eraseDocument = async (document: Document, { db, objects, forGood }: Erasing): Promise<Found> => {
  const folder = fileFolder(document.accountId, document.id);
  const files = await objects.count("files", folder);
  const uploads = await eraseUploads(document, { db, objects, forGood });
  if (!forGood) return { documents: 1, files: files + uploads };
  await objects.erase("files", folder);
  for await (const items of allOf(db, partitions.self(db.accountId, document.id), { from: "A" }))
    await db.writeBatch(items.map(({ pk, sk }) => remove({ pk, sk })));
  await db.commit([remove(keys.of(db.accountId, document.id))]);
  return { documents: 1, files: files + uploads };
};

/** What lies in quarantine for it. */
const eraseUploads = async (
  { uploadId, newVersion }: Document,
  { db, objects, forGood }: Pick<Erasing, "db" | "objects" | "forGood">,
): Promise<number> => {
  let files = 0;
  for (const id of [uploadId, ...(newVersion ? [newVersion.uploadId] : [])]) {
    const slot = await db.get(uploadSlots, keys.of(db.accountId, id));
    if (!slot) continue;
    files += await objects.count("quarantine", slot.key);
    if (!forGood) continue;
    await objects.erase("quarantine", slot.key);
    await db.commit([remove(keys.of(db.accountId, id))]);
  }
  return files;
};
