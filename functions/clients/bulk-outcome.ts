import type { JobItem } from "../../shared/entities/job.ts";

/** What became of one client in a bulk job. */
export type Outcome = Omit<JobItem, "accountId" | "jobId" | "ttl">;

export const outcomeOf =
  (id: string) =>
  (status: string, message?: string): Outcome => ({ place: id, item: id, status, ...(message ? { message } : {}) });
