import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, Deps> = {
  "GET /v1/jobs": async () => (await import("./read-jobs.ts")).listJobs,
  "GET /v1/jobs/{id}": async () => (await import("./read-jobs.ts")).getJob,
  "POST /v1/jobs/{id}/cancel": async () => (await import("./cancel-job.ts")).cancelJob,
  "GET /v1/jobs/{id}/items": async () => (await import("./read-jobs.ts")).listJobItems,
};

export const handler = api(buildApiDeps, useCases);
