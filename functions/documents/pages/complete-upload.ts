import { ok, publicUseCase } from "../../../shared/app/use-case.ts";
import { assemble } from "../../../shared/files/parts.ts";
import { routes } from "../pages-manifest.ts";
import type { PageDeps } from "./deps.ts";
import { findUploadInParts } from "./find-upload.ts";

/** Puts a large file together from its parts; its arrival is an event like that of any other. */
export const completeUpload = publicUseCase(routes.completeUpload, async (request, deps: PageDeps) => {
  const slot = await findUploadInParts(request, deps);
  const writes = slot.status === "settled" ? [] : await assemble(slot, await deps.parts(), request.now);
  return { ...ok({ status: "waiting" as const }, writes), in: slot.accountId };
});
