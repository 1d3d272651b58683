import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildDeps, type PageDeps } from "./deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, PageDeps> = {
  "GET /p/{token}": async () => (await import("./open-page.ts")).openPage,
  "POST /p/{token}": async () => (await import("./submit-page.ts")).submitPage,
  "POST /p/{token}/uploads": async () => (await import("./begin-upload.ts")).beginUpload,
  "GET /p/{token}/uploads/{uploadId}": async () => (await import("./upload-status.ts")).uploadStatus,
  "DELETE /p/{token}/uploads/{uploadId}": async () => (await import("./cancel-upload.ts")).cancelUpload,
  "POST /p/{token}/uploads/{uploadId}/parts": async () => (await import("./give-part-addresses.ts")).givePartAddresses,
  "GET /p/{token}/uploads/{uploadId}/parts": async () => (await import("./list-parts.ts")).listParts,
  "POST /p/{token}/uploads/{uploadId}/complete": async () => (await import("./complete-upload.ts")).completeUpload,
};

export const handler = api(buildDeps, useCases);
