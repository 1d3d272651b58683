import { ok, publicUseCase } from "../../../shared/app/use-case.ts";
import { routes } from "../pages-manifest.ts";
import type { PageDeps } from "./deps.ts";
import { findUpload } from "./find-upload.ts";

/** What became of a file that this very link sent. */
export const uploadStatus = publicUseCase(routes.uploadStatus, async (request, deps: PageDeps) => {
  const { outcome, reason } = await findUpload(request, deps);
  const status = outcome === "clean" ? "received" : (outcome ?? "waiting");
  return { ...ok({ status, ...(reason ? { reason } : {}) }), headers: { "cache-control": "no-store" } };
});
