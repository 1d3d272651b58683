import { noContent, publicUseCase } from "../../shared/app/use-case.ts";
import { equals } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import { remove } from "../../shared/db/writes.ts";
import { AppError } from "../../shared/errors.ts";
import type { PageDeps } from "./deps.ts";
import { findUploadInParts } from "./find-upload.ts";
import { routes } from "./manifest.ts";

/** Gives a large file up: what has come of it is thrown away. */
export const cancelUpload = publicUseCase(routes.cancelUpload, async (request, deps: PageDeps) => {
  const slot = await findUploadInParts(request, deps);
  const tooLate = () => new AppError("conflict", "This file has come already.");
  if (slot.assembledAt || slot.status === "settled") throw tooLate();
  const store = await deps.parts();
  await store.abort(slot.key, slot.parts.uploadId);
  const gone = remove(keys.of(slot.accountId, slot.id), equals("status", "awaiting"), tooLate);
  return { ...noContent([gone]), in: slot.accountId };
});
