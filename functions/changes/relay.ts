import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { StreamEvent } from "../../shared/db/stream.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";
import { jsonLog } from "../../shared/log.ts";
import { relay } from "./send-events.ts";

const deps = lazy(() => ({
  bus: new EventBridgeClient({}),
  busName: env.busName(),
  log: jsonLog({ stage: env.stage() }),
}));

/** Follows the table's stream: tells every change on the event bus. */
export const handler = (event: StreamEvent) => relay(event, deps());
