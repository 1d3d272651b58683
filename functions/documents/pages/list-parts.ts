import { ok, publicUseCase } from "../../../shared/app/use-case.ts";
import { arrivedOf } from "../../../shared/files/parts.ts";
import { routes } from "../pages-manifest.ts";
import type { PageDeps } from "./deps.ts";
import { findUploadInParts } from "./find-upload.ts";

/** Which parts of a large file have come: what a page goes on from after a reload. */
export const listParts = publicUseCase(routes.listParts, async (request, deps: PageDeps) => {
  const slot = await findUploadInParts(request, deps);
  const { complete, arrived } = await arrivedOf(slot, await deps.parts());
  const parts = { size: slot.parts.bytes, count: slot.parts.count, arrived: arrived.map(({ number }) => number) };
  return { ...ok({ complete, parts }), headers: { "cache-control": "no-store" } };
});
