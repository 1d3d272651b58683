import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildPageDeps, type PageDeps } from "./pages/deps.ts";
import type { routes } from "./pages-manifest.ts";

export const useCases: UseCasesOf<typeof routes, PageDeps> = {
  "GET /p/{token}/documents": async () => (await import("./pages/open-page.ts")).openPage,
  "POST /p/{token}/documents": async () => (await import("./pages/submit-page.ts")).submitPage,
  "POST /p/{token}/documents/uploads": async () => (await import("./pages/begin-upload.ts")).beginUpload,
  "GET /p/{token}/documents/uploads/{uploadId}": async () => (await import("./pages/upload-status.ts")).uploadStatus,
  "DELETE /p/{token}/documents/uploads/{uploadId}": async () => (await import("./pages/cancel-upload.ts")).cancelUpload,
  "POST /p/{token}/documents/uploads/{uploadId}/parts": async () =>
    (await import("./pages/give-part-addresses.ts")).givePartAddresses,
  "GET /p/{token}/documents/uploads/{uploadId}/parts": async () => (await import("./pages/list-parts.ts")).listParts,
  "POST /p/{token}/documents/uploads/{uploadId}/complete": async () =>
    (await import("./pages/complete-upload.ts")).completeUpload,
};

export const handler = api(buildPageDeps, useCases);
