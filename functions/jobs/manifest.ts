import { manifest, route } from "../../shared/http/contract.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { text, optional, output } = field;

const job = lazy(() =>
  output({
    id: field.id("job"),
    kind: text(0, 40),
    status: field.oneOf(["queued", "running", "finished", "failed", "cancelled"]),
    progress: output({ done: field.integer(0, 1e9), total: field.integer(0, 1e9) }),
    counts: field.record(text(0, 40), field.integer(0, 1e9)),
    failure: optional(text(0, 1000)),
    ...field.provenance,
  }),
);

const item = lazy(() =>
  output({
    item: text(0, 100),
    status: text(0, 40),
    column: optional(text(0, 200)),
    value: optional(text(0, 2000)),
    message: optional(text(0, 1000)),
  }),
);

const page = lazy(() => field.query(field.pageQuery));

export const routes = {
  list: route("GET /v1/jobs", {
    summary: "List long work, newest first",
    access: "clients:read",
    query: page,
    answers: { 200: lazy(() => field.pageOf(job())) },
  }),
  get: route("GET /v1/jobs/{id}", {
    summary: "How far long work has come",
    access: "clients:read",
    answers: { 200: job },
    versioned: true,
  }),
  items: route("GET /v1/jobs/{id}/items", {
    summary: "The items of long work that failed, and why",
    access: "clients:read",
    query: page,
    answers: { 200: lazy(() => field.pageOf(item())) },
  }),
};

export const jobs = manifest("jobs", "Long work: its progress and the outcome of its items", routes);
