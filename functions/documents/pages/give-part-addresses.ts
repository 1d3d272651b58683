import { ok, publicUseCase } from "../../../shared/app/use-case.ts";
import { AppError } from "../../../shared/errors.ts";
import { addressesFor } from "../../../shared/files/parts.ts";
import { routes } from "../pages-manifest.ts";
import type { PageDeps } from "./deps.ts";
import { findUploadInParts } from "./find-upload.ts";

/** Where the next parts of a large file go. */
export const givePartAddresses = publicUseCase(routes.partAddresses, async (request, deps: PageDeps) => {
  const slot = await findUploadInParts(request, deps);
  if (slot.assembledAt || slot.status === "settled") throw new AppError("conflict", "This file has come already.");
  const parts = await addressesFor(slot, request.body.parts, await deps.parts());
  return { ...ok({ parts }), headers: { "cache-control": "no-store" } };
});
