import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { sqsSenderOnDemand } from "../../shared/aws/queue-sender-on-demand.ts";
import type { StreamEvent } from "../../shared/db/stream.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";
import { project } from "./project.ts";
import { setAsideInto } from "./set-aside.ts";

const deps = lazy(() => ({
  ...buildWorkerDeps(),
  setAside: setAsideInto(sqsSenderOnDemand(), () => env.queueUrl("failures")),
}));

/** Follows the table's stream: search, lists, lookups, counters, change feed. */
export const handler = (event: StreamEvent) => project(event, deps());
