import { newJob } from "../../../shared/app/new-job.ts";
import { accepted, useCase } from "../../../shared/app/use-case.ts";
import { invalid } from "../../../shared/errors.ts";
import type { WebhooksDeps } from "../deps.ts";
import { routes } from "../manifest.ts";
import type { ReplayInput } from "../replay-input.ts";
import { mustBeEnabled, webhookIn } from "./store.ts";

/** Queues the events of a range of time again, as a job. */
export const replayRange = useCase(routes.replay, async ({ params, body, actor, db, now }, { ids }: WebhooksDeps) => {
  const webhook = await webhookIn(db, params.id);
  mustBeEnabled(webhook);
  const [from, to] = [new Date(body.from), body.to ? new Date(body.to) : now];
  if (from >= to) throw invalid("/to", "The end must come after the beginning");
  const input: ReplayInput = {
    webhookId: webhook.id,
    from: from.toISOString(),
    to: to.toISOString(),
    statuses: body.statuses ?? ["failed", "skipped"],
  };
  const { job, write } = newJob({ kind: "webhook_replay", input: { ...input } }, actor, now, ids);
  const { id, status, progress } = job;
  return accepted({ job: { id, status, progress } }, [write]);
});
