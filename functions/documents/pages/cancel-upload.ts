import { noContent, publicUseCase } from "../../../shared/app/use-case.ts";
import { all, equals, missing } from "../../../shared/db/conditions.ts";
import { keys } from "../../../shared/db/keys.ts";
import { remove } from "../../../shared/db/writes.ts";
import { AppError } from "../../../shared/errors.ts";
import { routes } from "../pages-manifest.ts";
import type { PageDeps } from "./deps.ts";
import { findUploadInParts } from "./find-upload.ts";

/**
 * Gives a large file up: what has come of it is thrown away. The slot goes first, in a commit of its own: a slot whose
 * parts are gone would look like a file that came. Parts without a slot are nobody's, and the bucket's lifecycle takes what
 * could not be thrown away here.
 */
export const cancelUpload = publicUseCase(routes.cancelUpload, async (request, deps: PageDeps) => {
  const slot = await findUploadInParts(request, deps);
  const tooLate = () => new AppError("conflict", "This file has come already.");
  const unfinished = all(equals("status", "awaiting"), missing("assembledAt"));
  await deps.table.of(slot.accountId).commit([remove(keys.of(slot.accountId, slot.id), unfinished, tooLate)]);
  const store = await deps.parts();
  await store
    .abort(slot.key, slot.parts.uploadId)
    .catch((error: unknown) => deps.log.error("PARTS_LEFT", error, { upload: slot.id }));
  return noContent();
});
