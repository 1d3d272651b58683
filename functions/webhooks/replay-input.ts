import * as z from "zod/mini";
import { lazy } from "../../shared/lazy.ts";

/** What a job of the kind `webhook_replay` is asked to queue again: deliveries of events of a range of time (RFC 3339, UTC). */
export const replayInput = lazy(() =>
  z.object({
    webhookId: z.string(),
    from: z.string(),
    to: z.string(),
    statuses: z.array(z.enum(["pending", "delivered", "failed", "skipped"])),
  }),
);

export type ReplayInput = z.infer<ReturnType<typeof replayInput>>;
