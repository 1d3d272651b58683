import { later } from "../../../shared/clock.ts";
import { present } from "../../../shared/db/conditions.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { put, remove, type Write } from "../../../shared/db/writes.ts";
import type { Webhook } from "../../../shared/entities/webhook.ts";
import {
  type DeliveryAttempt,
  dueDeliveries,
  dueKey,
  type WebhookDelivery,
  type WebhookMessage,
  webhookDeliveries,
  webhookMessageKey,
  webhookMessages,
} from "../../../shared/entities/webhook-delivery.ts";
import { inParallel } from "../../../shared/in-parallel.ts";
import { lazy } from "../../../shared/lazy.ts";
import { nextAttempt } from "./backoff.ts";
import type { SendingDeps } from "./deps.ts";
import type { PostOutcome } from "./post.ts";

export interface DeliveryResult {
  /** `gone`: the receiver wants nothing more, ever (410). `dropped`: nothing was sent, or another sender has noted it. */
  became: "delivered" | "failed" | "gone" | "dropped";
  /** The receiver asks to be left alone until then. */
  notBefore?: Date;
}

/** Attempts of one delivery that can still be looked up. */
const ATTEMPTS_KEPT = 20;
const GONE = 410;

const loadSigning = lazy(() => import("./sign.ts"));

/** Posts all of these side by side, and notes how each went. */
export const deliverEach = async (
  webhook: Webhook,
  due: readonly WebhookDelivery[],
  db: AccountTable,
  deps: SendingDeps,
): Promise<DeliveryResult[]> => {
  const places = due.map(({ eventId }) => webhookMessageKey(db.accountId, eventId));
  const messages = await db.getMany(webhookMessages, places, { consistent: true });
  const bodies = new Map(messages.map((message) => [message.id, message]));
  const results: DeliveryResult[] = [];
  await inParallel(due.length, due, async (delivery) => {
    results.push(await deliver(webhook, delivery, bodies.get(delivery.eventId), db, deps));
  });
  return results;
};

const deliver = async (
  webhook: Webhook,
  delivery: WebhookDelivery,
  message: WebhookMessage | undefined,
  db: AccountTable,
  deps: SendingDeps,
): Promise<DeliveryResult> => {
  const at = deps.clock.now();
  // Whom the event told of was erased meanwhile.
  const { retryAfter, ...outcome }: PostOutcome = message
    ? await attempt(webhook, message, at, deps)
    : { durationMs: 0, error: "no_content" };
  const notBefore = retryAfter === undefined ? undefined : later(deps.clock.now(), retryAfter);
  const isFinal = !message || outcome.responseStatus === GONE;
  const next = afterAttempt(delivery, { at: at.toISOString(), ...outcome }, { isFinal, notBefore }, deps);
  try {
    await db.commit(settling(delivery, next));
  } catch (error) {
    if (error instanceof Settled) return { became: "dropped" };
    throw error;
  }
  if (!message) return { became: "dropped" };
  if (outcome.responseStatus === GONE) return { became: "gone" };
  return { became: outcome.error ? "failed" : "delivered", ...(notBefore ? { notBefore } : {}) };
};

const attempt = async (
  webhook: Webhook,
  message: WebhookMessage,
  now: Date,
  { post, signingKey, log }: SendingDeps,
): Promise<PostOutcome> => {
  const [key, { signedHeaders }] = await Promise.all([signingKey(), loadSigning()]);
  let headers: Record<string, string>;
  try {
    headers = signedHeaders(webhook, message, now, key);
  } catch (error) {
    log.error("WEBHOOK_NOT_SIGNED", error, { webhookId: webhook.id });
    return { durationMs: 0, error: "not_signed" };
  }
  return post(webhook.url, { headers, body: message.body });
};

/** The delivery after one more attempt: done, given up, or due again later. */
const afterAttempt = (
  { nextAttemptAt: _, ...delivery }: WebhookDelivery,
  attempt: DeliveryAttempt,
  { isFinal, notBefore }: { isFinal: boolean; notBefore: Date | undefined },
  { clock, chance }: SendingDeps,
): WebhookDelivery => {
  const attempts = [...delivery.attempts, attempt].slice(-ATTEMPTS_KEPT);
  const next = { ...delivery, attempts, version: delivery.version + 1 };
  if (!attempt.error) return { ...next, status: "delivered" };
  const failures = delivery.failures + 1;
  const again = isFinal ? undefined : nextAttempt(failures, clock.now(), chance());
  const at = notBefore && again && notBefore > again ? notBefore : again;
  return at
    ? { ...next, failures, status: "pending", nextAttemptAt: at.toISOString() }
    : { ...next, failures, status: "failed" };
};

/** Thrown when a delivery does not wait any more: another sender has noted how it went. */
class Settled extends Error {}

const settling = (before: WebhookDelivery, after: WebhookDelivery): Write[] => [
  remove(dueKey(before), present, () => new Settled()),
  put(webhookDeliveries, after),
  ...(after.status === "pending" ? [put(dueDeliveries, after)] : []),
];
