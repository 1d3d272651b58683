import { later } from "../../../shared/clock.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { setTimer } from "../../../shared/entities/timer.ts";
import { type Webhook, webhookKey, webhooks } from "../../../shared/entities/webhook.ts";
import {
  dueDeliveries,
  dueUntil,
  ofWebhook,
  type WebhookDelivery,
  type WebhookState,
  webhookStateKey,
  webhookStates,
} from "../../../shared/entities/webhook-delivery.ts";
import { hasFailedForDays, healthAfter, isOnTrial, isResting } from "./backoff.ts";
import { bringForward } from "./bring-forward.ts";
import { type DeliveryResult, deliverEach } from "./deliver.ts";
import type { SendingDeps } from "./deps.ts";
import { disableWebhook } from "./disable.ts";
import { Held, letGo, takeHold } from "./hold.ts";
import type { Wake } from "./wake.ts";

/** A sender begins nothing after so long: the rest is for the next one. */
const SEND_SECONDS = 20;
/** Posts to one webhook side by side. */
const AT_ONCE = 8;

/**
 * Sends what is due at one webhook, oldest first. One sender at a time has it, and who comes meanwhile leaves: the one who
 * has it looks once more after it has let go, so that nothing is left that was queued in between.
 */
export const sendDue = async (wake: Wake, deps: SendingDeps): Promise<void> => {
  const db = deps.table.of(wake.accountId);
  const end = later(deps.clock.now(), SEND_SECONDS);
  try {
    while (await sendHeld(wake, end, db, deps));
  } catch (error) {
    // Another sender has taken over: this one was believed dead.
    if (!(error instanceof Held)) throw error;
  }
};

/** Says whether to begin again: something became due that no timer will ring for. */
const sendHeld = async (wake: Wake, end: Date, db: AccountTable, deps: SendingDeps): Promise<boolean> => {
  const before = await takeHold(db, wake, deps.clock.now());
  if (!before) return false;
  const webhook = await db.get(webhooks, webhookKey(wake.accountId, wake.webhookId));
  const isOpen = webhook?.status === "enabled";
  const { health, ended } = isOpen
    ? await sendUntil(end, webhook, await begunAnew(wake, before, db, deps), db, deps)
    : { health: before, ended: true };
  const known = isOpen && before.anewAt !== undefined ? { knownAnewAt: before.anewAt } : {};
  if (ended) {
    await db.commit([letGo(wake, { ...health, ...known })]);
    return hasBegunAnew(wake, before, db);
  }
  const soonest = soonestFor(health, deps.clock.now());
  const wakeAt = await nextDueAt(wake, soonest, db);
  const timer = wakeAt !== undefined && wakeAt !== before.timerAt ? [timerFor(wake, wakeAt, deps.clock.now())] : [];
  await db.commit([letGo(wake, { ...health, ...known, ...(timer.length > 0 ? { timerAt: wakeAt } : {}) }), ...timer]);
  if (await hasBegunAnew(wake, before, db)) return true;
  if (wakeAt !== undefined && wakeAt <= soonest) return false;
  return (await listDue(wake, db, 1, deps.clock.now())).length > 0;
};

/** Whether somebody enabled or moved the webhook meanwhile: nobody was woken for it but this sender. */
const hasBegunAnew = async (
  { accountId, webhookId }: Wake,
  before: WebhookState,
  db: AccountTable,
): Promise<boolean> => {
  const after = await db.get(webhookStates, webhookStateKey(accountId, webhookId));
  return after?.anewAt !== before.anewAt;
};

/** How it goes with the webhook. One that began anew meanwhile has nothing behind it, and all that waits is due. */
const begunAnew = async (
  wake: Wake,
  before: WebhookState,
  db: AccountTable,
  { clock }: SendingDeps,
): Promise<Health> => {
  if (before.anewAt === before.knownAnewAt) return before;
  await bringForward(wake, db, clock.now(), () => true);
  const { failures: _, failingSince: __, restingUntil: ___, ...health } = before;
  return health;
};

type Health = Pick<WebhookState, "failures" | "failingSince" | "restingUntil" | "lastDeliveredAt">;
type Place = Pick<Wake, "accountId" | "webhookId">;

/**
 * Until nothing is due, the time is over, or the webhook needs a rest. `ended`: it takes no more at all. It is read again
 * after each round of posts: removed, disabled, moved, or with another secret, it is so at once.
 */
const sendUntil = async (
  end: Date,
  first: Webhook,
  before: Health,
  db: AccountTable,
  deps: SendingDeps,
): Promise<{ health: Health; ended: boolean }> => {
  const place = { accountId: first.accountId, webhookId: first.id };
  let webhook = first;
  let health = before;
  for (;;) {
    const now = deps.clock.now();
    if (now >= end || isResting(health, now)) return { health, ended: false };
    const due = await listDue(place, db, isOnTrial(health) ? 1 : AT_ONCE, now);
    if (due.length === 0) return { health, ended: false };
    const wasAway = isOnTrial(health);
    const results = await deliverEach(webhook, due, db, deps);
    health = restingAsAsked(
      results.reduce((so, result) => healthWith(so, result, deps), health),
      results,
    );
    if (wasAway && !isOnTrial(health))
      await bringForward(place, db, deps.clock.now(), (delivery) => !delivery.broughtForward);
    const reason = results.some(({ became }) => became === "gone")
      ? "gone"
      : isLost(health, deps)
        ? "failing"
        : undefined;
    if (reason && (await disableWebhook(webhook, reason, db, deps))) return { health, ended: true };
    const next = await db.get(webhooks, webhookKey(place.accountId, place.webhookId));
    if (next?.status !== "enabled") return { health, ended: true };
    // There it begins anew.
    if (next.url !== webhook.url) return { health, ended: false };
    webhook = next;
  }
};

const healthWith = (health: Health, { became }: DeliveryResult, { clock, chance }: SendingDeps): Health =>
  became === "dropped" ? health : healthAfter(health, became === "delivered", clock.now(), chance());

/** A receiver that asks for time gets it for all that waits, whatever it has taken beside. */
const restingAsAsked = (health: Health, results: readonly DeliveryResult[]): Health => {
  const restingUntil = [health.restingUntil, ...results.map(({ notBefore }) => notBefore?.toISOString())]
    .filter((moment) => moment !== undefined)
    .sort()
    .at(-1);
  return restingUntil === undefined ? health : { ...health, restingUntil };
};

const isLost = (health: Health, { clock }: SendingDeps): boolean => hasFailedForDays(health, clock.now());

const listDue = async (place: Place, db: AccountTable, limit: number, now?: Date): Promise<WebhookDelivery[]> => {
  const page = await db.list(dueDeliveries, ofWebhook(place), { ...dueUntil(now), limit, consistent: true });
  return page.items;
};

/** When there is something to send next, not before `soonest`. */
const nextDueAt = async (place: Place, soonest: string, db: AccountTable): Promise<string | undefined> => {
  const [first] = await listDue(place, db, 1);
  const dueAt = first?.nextAttemptAt;
  return dueAt !== undefined && dueAt < soonest ? soonest : dueAt;
};

const soonestFor = ({ restingUntil = "" }: Health, now: Date): string => {
  const at = now.toISOString();
  return restingUntil > at ? restingUntil : at;
};

const timerFor = ({ accountId, webhookId }: Place, dueAt: string, now: Date) =>
  setTimer({ accountId, subject: webhookId, purpose: "webhook.send", by: "system", now, dueAt: new Date(dueAt) });
