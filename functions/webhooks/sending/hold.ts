import { later } from "../../../shared/clock.ts";
import { any, atMost, equals, missing } from "../../../shared/db/conditions.ts";
import { fromStored } from "../../../shared/db/entity.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { update, type Write } from "../../../shared/db/writes.ts";
import { type WebhookState, webhookStateKey, webhookStates } from "../../../shared/entities/webhook-delivery.ts";
import type { Wake } from "./wake.ts";

/** Longer than a sender works (`SEND_SECONDS` and one last post), shorter than Lambda's pause before it tries again. */
const HELD_SECONDS = 45;

/** Thrown when another sender holds the webhook. */
export class Held extends Error {
  constructor() {
    super("Another sender is at this webhook.");
    this.name = "Held";
  }
}

/** Takes the webhook for this sender, and says how it goes with it. Undefined when another one has it. */
export const takeHold = async (db: AccountTable, wake: Wake, now: Date): Promise<WebhookState | undefined> => {
  const { accountId, webhookId, sender } = wake;
  const heldUntil = later(now, HELD_SECONDS).toISOString();
  const set = { entity: webhookStates.name, accountId, webhookId, holder: sender, heldUntil };
  const free = any(missing("heldUntil"), atMost("heldUntil", now.toISOString()), equals("holder", sender));
  try {
    const key = webhookStateKey(accountId, webhookId);
    const stored = await db.bump({ do: "update", key, change: { set }, when: free, otherwise: () => new Held() });
    return fromStored(webhookStates, stored);
  } catch (error) {
    if (error instanceof Held) return undefined;
    throw error;
  }
};

/** How it goes with a webhook: absent is what is over. */
const HEALTH = ["failures", "failingSince", "restingUntil"] as const;
/** What else is noted: absent is what stays as it is. */
const NOTED = ["lastDeliveredAt", "timerAt", "knownAnewAt"] as const;

/** Lets go, and notes how it goes with the webhook. @throws Held when another sender has taken over */
export const letGo = ({ sender, ...place }: Wake, state: Partial<WebhookState>): Write => {
  const set = Object.fromEntries(
    [...HEALTH, ...NOTED].flatMap((field) => (state[field] === undefined ? [] : [[field, state[field]] as const])),
  );
  const over = HEALTH.filter((field) => state[field] === undefined);
  return update(
    webhookStateKey(place.accountId, place.webhookId),
    { set, remove: ["holder", "heldUntil", ...over] },
    equals("holder", sender),
    () => new Held(),
  );
};
