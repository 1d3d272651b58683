import { api } from "../../shared/app/api.ts";
import { buildApiDeps } from "../../shared/app/deps.ts";
import { getJob, listJobItems, listJobs } from "./read-jobs.ts";

export const handler = api(buildApiDeps, [listJobs, getJob, listJobItems]);
