import { revised } from "../../shared/app/actor.ts";
import { created, listed, ok, useCase } from "../../shared/app/use-case.ts";
import { later } from "../../shared/clock.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable, Page } from "../../shared/db/table.ts";
import { insert, replace } from "../../shared/db/writes.ts";
import {
  accessed,
  currentVersion,
  DOWNLOAD_SECONDS,
  type Document,
  type DocumentVersion,
  documents,
  documentVersions,
  VERSIONS,
  versionKey,
} from "../../shared/entities/document.ts";
import { newSlot, termsOf, uploadSlots } from "../../shared/entities/upload-slot.ts";
import { AppError, invalid, notFound } from "../../shared/errors.ts";
import { fileName } from "../../shared/files/file-name.ts";
import { isAccepted, plainType } from "../../shared/files/file-types.ts";
import type { Id } from "../../shared/ids.ts";
import type { DocumentDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentDocument, presentVersion } from "./present.ts";
import { findDocument, findDocumentToChange } from "./store.ts";

/** Gives out the form for another file of a document; it stays as it is until that file was found clean. */
export const addVersion = useCase(
  routes.addVersion,
  async ({ params, body, actor, db, now, match }, { ids, presigner, buckets }: DocumentDeps) => {
    const document = await findDocumentToChange(db, params.id, actor);
    match(document);
    if (document.use === "logo")
      throw new AppError("conflict", "A logo has no versions: PUT /v1/account/logo gives the account another one.");
    const contentType = plainType(body.contentType);
    if (!isAccepted(contentType, ["*/*"])) throw invalid("/contentType", "Files of this type cannot be checked");
    if (document.status !== "clean")
      throw new AppError("conflict", "A document whose first file is not there yet, or was refused, has no versions.");
    const file = { uploadId: ids.next("upload"), fileName: fileName(body.fileName), contentType };
    const slot = {
      ...newSlot({ ...file, id: document.id, accountId: document.accountId }, body.size, now),
      ...(body.sha256 ? { sha256: body.sha256 } : {}),
      versionOf: document.id,
      by: actor.id,
    };
    const next: Document = {
      ...document,
      newVersion: { ...file, status: "awaiting_upload", createdAt: now.toISOString(), createdBy: actor.id },
      ...revised(document, actor, now),
    };
    const upload = await presigner.upload(termsOf(slot, buckets.quarantine, now));
    return created({ ...presentDocument(next, now), upload }, [
      insert(uploadSlots, slot),
      replace(documents, next, document),
    ]);
  },
);

export const listVersions = useCase(routes.listVersions, async ({ params, actor, db, page }) => {
  const [document, former] = await Promise.all([
    findDocument(db, params.id, actor),
    db.list(documentVersions, partitions.self(db.accountId, params.id), {
      ...page,
      newestFirst: true,
      prefix: VERSIONS,
    }),
  ]);
  return listed(page.after ? former : withCurrent(former, document, page.limit), presentVersion);
});

/** The current file leads the first page, as if it stood in the list with those before it. */
const withCurrent = (former: Page<DocumentVersion>, document: Document, limit: number): Page<DocumentVersion> => {
  const current = currentVersion(document);
  if (!current) return former;
  const all = [current, ...former.items];
  const items = all.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(last && (all.length > limit || former.next) ? { next: [versionKey(last).sk] } : {}) };
};

/** One of a document's files, with a short-lived address to download it from. */
export const getVersion = useCase(
  routes.getVersion,
  async ({ params, actor, db, now }, { presigner, buckets }: DocumentDeps) => {
    const [document, former] = await Promise.all([
      findDocument(db, params.id, actor),
      findFormer(db, params.id as Id<"document">, params.number),
    ]);
    const current = currentVersion(document);
    const version = String(current?.number) === params.number ? current : current && former;
    if (!version) throw notFound("version");
    const shown = {
      ...presentVersion(version),
      downloadUrl: await presigner.download(buckets.files, version.key, version.fileName, DOWNLOAD_SECONDS),
      downloadUrlExpiresAt: later(now, DOWNLOAD_SECONDS).toISOString(),
    };
    return ok(shown, [accessed(document, actor.id, "download_link", now)]);
  },
);

const findFormer = async (db: AccountTable, documentId: Id<"document">, number: string) => {
  const isNumber = /^[1-9]\d{0,5}$/.test(number);
  const key = versionKey({ accountId: db.accountId, documentId, number: Number(number) });
  return isNumber ? db.get(documentVersions, key) : undefined;
};
