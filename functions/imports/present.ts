import type { Upload } from "../../shared/aws/presign.ts";
import type { ClientImport } from "../../shared/entities/import.ts";
import type { Job } from "../../shared/entities/job.ts";

/** An import as callers see it: its own terms, with the state of its job. */
export const presentImport = (item: ClientImport, job: Job | undefined, upload?: Upload) => ({
  ...item,
  status: statusOf(job),
  progress: job?.progress ?? { done: 0, total: 0 },
  counts: {
    rows: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    incomplete: 0,
    failed: 0,
    conflicts: 0,
    ...job?.counts,
  },
  ...(job?.failure ? { failure: job.failure } : {}),
  ...(upload ? { upload } : {}),
});

const statusOf = (job: Job | undefined) => {
  if (!job) return "awaiting_upload";
  if (job.status === "finished") return "finished";
  return job.status === "failed" || job.status === "cancelled" ? "failed" : "running";
};
