import { type Actor, born } from "../../shared/app/actor.ts";
import { findClient } from "../../shared/app/find-client.ts";
import { type AccountCall, type Answer, created, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, VersionConflict } from "../../shared/db/writes.ts";
import { type Document, documents } from "../../shared/entities/document.ts";
import {
  awaitedUntil,
  MAX_FORM_BYTES,
  newSlot,
  termsOf,
  type UploadSlot,
  uploadSlots,
} from "../../shared/entities/upload-slot.ts";
import { AppError, invalid, noSuch } from "../../shared/errors.ts";
import { fileName } from "../../shared/files/file-name.ts";
import { isAccepted, plainType } from "../../shared/files/file-types.ts";
import type { BodyOf } from "../../shared/http/contract.ts";
import { type ClientId, derivedId, type Id } from "../../shared/ids.ts";
import type { DocumentDeps } from "./deps.ts";
import { routes } from "./manifest.ts";
import { presentDocument } from "./present.ts";
import { maySeeDocument } from "./store.ts";

type NewDocument = BodyOf<typeof routes.create>;

/** Announces a document and answers the form for its file; the same client-made id gets another form for the same file. */
export const createDocument = useCase(routes.create, ({ body, ...call }, deps: DocumentDeps) =>
  announce(body, call, deps, async () => {
    if (body.clientId) await mustExist(call.db, body.clientId, call.actor);
  }),
);

/** A document by whichever route. `checkOwner` refuses when it is for a client whom the caller may not see. */
export const announce = async (
  body: NewDocument,
  { actor, db, now }: Pick<AccountCall<typeof routes.create>, "actor" | "db" | "now">,
  { ids, presigner, buckets }: DocumentDeps,
  checkOwner: () => Promise<unknown>,
  use: Pick<Document, "use"> = {},
): Promise<Answer> => {
  const contentType = plainType(body.contentType);
  if (!isAccepted(contentType, ["*/*"])) throw invalid("/contentType", "Files of this type cannot be checked");
  const id = (body.id as Id<"document"> | undefined) ?? ids.next("document");
  const document: Document = {
    id,
    accountId: actor.accountId,
    ...(body.clientId ? { clientId: body.clientId as ClientId } : {}),
    origin: "staff",
    fileName: fileName(body.fileName),
    contentType,
    ...(body.size ? { size: body.size } : {}),
    status: "awaiting_upload",
    visibility: body.visibility ?? "internal",
    uploadId: derivedId("upload", id),
    ttl: awaitedUntil(now),
    ...use,
    ...born(actor, now),
  };
  const answer = async (of: Document, slot: UploadSlot) => ({
    ...presentDocument(of, now),
    upload: await presigner.upload(termsOf(slot, buckets.quarantine, now)),
  });

  const known = body.id ? await db.get(documents, keys.of(actor.accountId, id)) : undefined;
  if (known && isSame(known, document) && (await maySeeDocument(db, known, actor))) {
    // Read after its document: they were written at once, so it is there as well.
    const slot = await db.get(uploadSlots, keys.of(actor.accountId, document.uploadId));
    return created(slot?.status === "awaiting" ? await answer(known, slot) : presentDocument(known, now), []);
  }
  await checkOwner();
  const slot = {
    ...newSlot(document, body.size ?? MAX_FORM_BYTES, now),
    ...(body.sha256 ? { sha256: body.sha256 } : {}),
    ...use,
  };
  return created(await answer(document, slot), [
    // One that was not there a moment ago may be this very one, sent twice: the next run finds out.
    insert(documents, document, known ? undefined : () => new VersionConflict()),
    insert(uploadSlots, slot),
  ]);
};

const mustExist = async (db: AccountTable, clientId: string, actor: Actor): Promise<void> => {
  await findClient(db, clientId, actor).catch((error: unknown) => {
    throw error instanceof AppError ? noSuch("client", "/clientId") : error;
  });
};

/** Whether two creations say the same: what has happened to the file since, or whom it was shared with, does not matter. */
const isSame = (a: Document, b: Document): boolean =>
  a.clientId === b.clientId &&
  a.origin === b.origin &&
  (a.status !== "awaiting_upload" || (a.contentType === b.contentType && a.fileName === b.fileName));
