import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { sqsSenderOnDemand } from "../../shared/aws/queue-sender-on-demand.ts";
import type { StreamEvent } from "../../shared/db/stream.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";
import { relay } from "./send-events.ts";
import { setAsideInto } from "./set-aside.ts";

const deps = lazy(() => ({
  ...buildWorkerDeps(),
  bus: new EventBridgeClient({}),
  busName: env.busName(),
  setAside: setAsideInto(sqsSenderOnDemand(), () => env.queueUrl("failures")),
}));

/** Follows the table's stream: tells every change on the event bus, and in the log that partners follow. */
export const handler = (event: StreamEvent) => relay(event, deps());
