import { manifest, route } from "../../shared/http/contract.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { optional, output } = field;

export const job = lazy(() =>
  output({
    id: field.id("job"),
    kind: field.shown(),
    status: field.oneOf(["queued", "running", "finished", "failed", "cancelled"]),
    progress: output({ done: field.integer(0, 1e9), total: field.integer(0, 1e9) }),
    counts: field.record(field.shown(), field.integer(0, 1e9)),
    failure: optional(field.shown()),
    ...field.provenance,
  }),
);

const item = lazy(() =>
  output({
    item: field.shown(),
    status: field.shown(),
    column: optional(field.shown()),
    value: optional(field.shown()),
    message: optional(field.shown()),
  }),
);

const page = lazy(() => field.query(field.pageQuery));

export const routes = {
  list: route("GET /v1/jobs", {
    summary: "List long work, newest first",
    access: "clients:read",
    visibility: "all",
    query: page,
    answers: { 200: lazy(() => field.pageOf(job())) },
  }),
  get: route("GET /v1/jobs/{id}", {
    summary: "How far long work has come",
    access: "clients:read",
    visibility: "own",
    answers: { 200: job },
    versioned: true,
  }),
  cancel: route("POST /v1/jobs/{id}/cancel", {
    summary: "Stop long work: what is done stays done",
    description:
      "For work that waits or runs: imports, exports, bulk actions. The step at hand is still finished. Work that is over is answered as it is; an erasure cannot be taken back.",
    access: "clients:write",
    visibility: "own",
    answers: { 200: job },
    versioned: true,
  }),
  items: route("GET /v1/jobs/{id}/items", {
    summary: "The items of long work that failed, and why",
    access: "clients:read",
    visibility: "own",
    query: page,
    answers: { 200: lazy(() => field.pageOf(item())) },
  }),
};

export const jobs = manifest("jobs", "Long work: its progress and the outcome of its items", routes);
