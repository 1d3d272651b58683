import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, Deps> = {
  "POST /v1/clients/{id}/erase": async () => (await import("./erase-client.ts")).eraseClient,
  "GET /v1/erasures/{id}": async () => (await import("./get-erasure.ts")).getErasure,
  "POST /v1/clients/{id}/export": async () => (await import("./export-person.ts")).exportPerson,
};

export const handler = api(buildApiDeps, useCases);
