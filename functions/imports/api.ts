import { api } from "../../shared/app/api.ts";
import { createImport } from "./create-import.ts";
import { buildDeps } from "./deps.ts";
import { createExport, getExport } from "./exports.ts";
import { getImport, listErrors, listImports } from "./read-imports.ts";
import { startImport } from "./start-import.ts";

export const handler = api(buildDeps, [
  createImport,
  listImports,
  startImport,
  getImport,
  listErrors,
  createExport,
  getExport,
]);
