import { buildWorkerDeps } from "../../shared/app/deps.ts";
import type { StreamEvent } from "../../shared/db/stream.ts";
import { lazy } from "../../shared/lazy.ts";
import { project } from "./project.ts";

const deps = lazy(buildWorkerDeps);

/** Follows the table's stream: search, lists, lookups, counters, change feed. */
export const handler = (event: StreamEvent) => project(event, deps());
