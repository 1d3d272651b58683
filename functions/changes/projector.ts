import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { sqsSenderOnDemand } from "../../shared/aws/queue-sender-on-demand.ts";
import type { StreamEvent } from "../../shared/db/stream.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";
import { recountPlanner } from "./plan-recount.ts";
import { project } from "./project.ts";
import { setAsideInto } from "./set-aside.ts";

const deps = lazy(() => {
  const built = buildWorkerDeps();
  const planRecount = recountPlanner(built.log);
  return {
    ...built,
    setAside: setAsideInto(sqsSenderOnDemand(), () => env.queueUrl("failures")),
    followed: (db: AccountTable) => planRecount(db, built.clock.now()),
  };
});

/** Follows the table's stream: search, lists, lookups, counters, change feed. */
export const handler = (event: StreamEvent) => project(event, deps());
