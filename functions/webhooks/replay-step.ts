import { JobFailure, type JobStep } from "../../shared/app/job-runner.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { VersionConflict } from "../../shared/db/writes.ts";
import { accounts } from "../../shared/entities/account.ts";
import type { Job } from "../../shared/entities/job.ts";
import { webhookKey, webhooks } from "../../shared/entities/webhook.ts";
import {
  deliverySortKey,
  ofWebhook,
  type WebhookDelivery,
  webhookDeliveries,
} from "../../shared/entities/webhook-delivery.ts";
import { firstIdAt } from "../../shared/ids.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { languageOf } from "../../shared/messaging/language.ts";
import { dueAgain, replayWrites } from "./new-delivery.ts";
import { wakeSoon } from "./wake-soon.ts";

const STEP = 100;
const AT_ONCE = 10;

/** The next hundred deliveries of the range: those that are wanted are due again. */
export const replayStep = async (job: Job, { table, clock }: AppDeps): Promise<JobStep> => {
  const db = table.of(job.accountId);
  // Its schema is loaded with the first job that comes.
  const { replayInput } = await import("./replay-input.ts");
  const input = replayInput().parse(job.input);
  const webhook = await db.get(webhooks, webhookKey(db.accountId, input.webhookId));
  if (webhook?.status !== "enabled") throw new JobFailure(await sentence(db));
  const after = job.checkpoint?.after as string | undefined;
  const page = await db.list(webhookDeliveries, ofWebhook({ accountId: db.accountId, webhookId: webhook.id }), {
    from: deliverySortKey(firstIdAt("delivery", new Date(input.from))),
    to: deliverySortKey(firstIdAt("delivery", new Date(input.to))),
    limit: STEP,
    ...(after ? { after: [after] } : {}),
  });
  const wanted = page.items.filter(({ status }) => input.statuses.includes(status));
  let queued = 0;
  await inParallel(AT_ONCE, wanted, async (delivery) => {
    if (await queueAgain(delivery, db, clock.now())) queued += 1;
  });
  if (queued > 0) await db.commit(wakeSoon(webhook, job.createdBy, clock.now()));
  const done = job.progress.done + page.items.length;
  return {
    checkpoint: page.next ? { after: page.next[0] } : {},
    progress: { done, total: page.next ? done + 1 : done },
    counts: { queued },
    finished: !page.next,
  };
};

/** Said by the account's language, as the job is read by whoever started it. */
const sentence = async (db: AccountTable): Promise<string> => {
  const account = await db.get(accounts, keys.account(db.accountId));
  return languageOf(account?.language) === "fr"
    ? "Le webhook est désactivé ou n'existe plus."
    : "The webhook is disabled, or is no more.";
};

const queueAgain = async (delivery: WebhookDelivery, db: AccountTable, now: Date): Promise<boolean> => {
  const next = dueAgain(delivery, now);
  if (!next) return false;
  try {
    await db.commit(replayWrites(next, delivery));
    return true;
  } catch (error) {
    // Somebody was faster: it is due already, or has just been sent.
    if (error instanceof VersionConflict) return false;
    throw error;
  }
};
