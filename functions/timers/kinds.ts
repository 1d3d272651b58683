import type { Timer } from "../../shared/entities/timer.ts";
import { kindOf } from "../../shared/events/kind.ts";

export const timer = kindOf<Timer>()({
  entity: "timer",
  audience: "workers",
  publishes: ["id", "subject", "purpose", "dueAt", "status"],
  schemaVersion: 1,
  steps: {
    set: { status: "set" },
    rang: { status: "rang" },
    stopped: { status: "off" },
  },
  feed: false,
});
