import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildDeps, type FeedDeps } from "./deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, FeedDeps> = {
  "GET /v1/changes": async () => (await import("./follow-changes.ts")).followChanges,
};

export const handler = api(buildDeps, useCases);
