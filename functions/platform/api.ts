import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildDeps, type PlatformDeps } from "./deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, PlatformDeps> = {
  "GET /v1/health": async () => (await import("./health.ts")).health,
  "GET /v1/openapi.json": async () => (await import("./reference.ts")).openApi,
  "GET /docs": async () => (await import("./reference.ts")).docs,
  "GET /v1/docs": async () => (await import("./reference.ts")).docsBesideApi,
};

/** Also answers what no route matches: the pipeline knows no use case for it, and says 404. */
export const handler = api(buildDeps, useCases);
