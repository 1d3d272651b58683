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

/** Lets go, and notes how it goes with the webhook. @throws Held when another sender has taken over */
export const letGo = ({ sender, ...place }: Wake, state: Partial<WebhookState>): Write => {
  const known = { failures: undefined, failingSince: undefined, restingUntil: undefined, ...state };
  const set = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  const remove = Object.keys(known).filter((field) => !(field in set));
  return update(
    webhookStateKey(place.accountId, place.webhookId),
    { set, remove: ["holder", "heldUntil", ...remove] },
    equals("holder", sender),
    () => new Held(),
  );
};
