import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildLinkPageDeps, type LinkPageDeps } from "../../shared/pages/link-page-deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, LinkPageDeps> = {
  "GET /p/{token}": async () => (await import("./open-page.ts")).openPage,
  "POST /p/{token}": async () => (await import("./submit-page.ts")).submitPage,
  "POST /p/{token}/uploads": async () => (await import("./forward.ts")).formerUploads,
  "GET /p/{token}/uploads/{uploadId}": async () => (await import("./forward.ts")).formerUpload,
  "DELETE /p/{token}/uploads/{uploadId}": async () => (await import("./forward.ts")).formerCancel,
  "POST /p/{token}/uploads/{uploadId}/parts": async () => (await import("./forward.ts")).formerAddresses,
  "GET /p/{token}/uploads/{uploadId}/parts": async () => (await import("./forward.ts")).formerParts,
  "POST /p/{token}/uploads/{uploadId}/complete": async () => (await import("./forward.ts")).formerComplete,
};

export const handler = api(buildLinkPageDeps, useCases);
