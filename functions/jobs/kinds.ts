import type { Job } from "../../shared/entities/job.ts";
import { kindOf } from "../../shared/events/kind.ts";

export const job = kindOf<Job>()({
  entity: "job",
  audience: "partners",
  title: "kind",
  publishes: ["id", "kind", "status", "progress", "counts", "failure", "createdAt"],
  schemaVersion: 1,
  steps: {
    requested: { status: "queued" },
    progressed: { status: "running" },
    finished: { status: "finished" },
    failed: { status: "failed" },
    cancelled: { status: "cancelled" },
  },
  feed: false,
});
