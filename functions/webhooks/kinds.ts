import type { Webhook } from "../../shared/entities/webhook.ts";
import { kindOf } from "../../shared/events/kind.ts";

/** Where events go is no news for those they go to. */
export const webhook = kindOf<Webhook>()({
  entity: "webhook",
  audience: "workers",
  publishes: ["id", "status", "disabledReason", "disabledAt"],
  schemaVersion: 1,
  feed: false,
  steps: { disabled: { status: "disabled" } },
});
