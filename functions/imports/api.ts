import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildDeps, type ImportDeps } from "./deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, ImportDeps> = {
  "POST /v1/imports": async () => (await import("./create-import.ts")).createImport,
  "GET /v1/imports": async () => (await import("./read-imports.ts")).listImports,
  "POST /v1/imports/{id}/start": async () => (await import("./start-import.ts")).startImport,
  "GET /v1/imports/{id}": async () => (await import("./read-imports.ts")).getImport,
  "GET /v1/imports/{id}/errors": async () => (await import("./read-imports.ts")).listErrors,
  "GET /v1/imports/{id}/conflicts": async () => (await import("./read-imports.ts")).listConflicts,
  "POST /v1/exports": async () => (await import("./exports.ts")).createExport,
  "GET /v1/exports/{id}": async () => (await import("./exports.ts")).getExport,
};

export const handler = api(buildDeps, useCases);
