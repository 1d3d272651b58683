import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildLinkPageDeps, type LinkPageDeps } from "../../shared/pages/link-page-deps.ts";
import type { routes } from "./pages-manifest.ts";

export const useCases: UseCasesOf<typeof routes, LinkPageDeps> = {
  "GET /p/{token}/accounts": async () => (await import("./pages/person-page.ts")).openPage,
};

export const handler = api(buildLinkPageDeps, useCases);
