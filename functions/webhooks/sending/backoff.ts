import { later } from "../../../shared/clock.ts";
import type { WebhookState } from "../../../shared/entities/webhook-delivery.ts";

const MINUTE = 60;
const HOUR = 3600;

/** Seconds that a delivery waits after its first, second … failure: three days and some hours (Standard Webhooks, "Retries"). */
const waits = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/** A tenth longer or shorter, so that what failed together does not come together again. @param chance 0 to 1 */
const jittered = (seconds: number, chance: number): number => seconds * (0.9 + 0.2 * chance);

/** When a delivery is tried again. Undefined when it was tried for long enough. @param failures this one included */
export const nextAttempt = (failures: number, now: Date, chance: number): Date | undefined => {
  const wait = waits[failures - 1];
  return wait === undefined ? undefined : later(now, jittered(wait, chance));
};

/** So many failures in a row are no accident: the webhook is left alone for a while. */
const FAILURES_BEFORE_REST = 3;
const LONGEST_REST = 5 * MINUTE;

/** Failing for so long, a webhook is disabled. */
const DAYS_BEFORE_DISABLED = 5;

type Health = Pick<WebhookState, "failures" | "failingSince" | "restingUntil" | "lastDeliveredAt">;

/** How it goes with a webhook after one more attempt. @param chance 0 to 1 */
export const healthAfter = (health: Health, delivered: boolean, now: Date, chance: number): Health => {
  if (delivered) return { lastDeliveredAt: now.toISOString() };
  const failures = (health.failures ?? 0) + 1;
  const beyond = failures - FAILURES_BEFORE_REST;
  const rest = beyond < 0 ? undefined : jittered(Math.min(LONGEST_REST, 5 * 2 ** Math.min(beyond, 10)), chance);
  return {
    ...(health.lastDeliveredAt ? { lastDeliveredAt: health.lastDeliveredAt } : {}),
    failures,
    failingSince: health.failingSince ?? now.toISOString(),
    ...(rest === undefined ? {} : { restingUntil: later(now, rest).toISOString() }),
  };
};

export const isResting = ({ restingUntil }: Health, now: Date): boolean =>
  restingUntil !== undefined && restingUntil > now.toISOString();

/** Whether what comes next is a trial: one delivery alone, until one is taken. */
export const isOnTrial = ({ failures = 0 }: Health): boolean => failures >= FAILURES_BEFORE_REST;

export const hasFailedForDays = ({ failingSince }: Health, now: Date): boolean =>
  failingSince !== undefined && now.getTime() - Date.parse(failingSince) >= DAYS_BEFORE_DISABLED * 24 * HOUR * 1000;
