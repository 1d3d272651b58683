import type { AccountTable } from "../../../shared/db/table.ts";
import { VersionConflict } from "../../../shared/db/writes.ts";
import { dueAfter, dueDeliveries, ofWebhook, type WebhookDelivery } from "../../../shared/entities/webhook-delivery.ts";
import { inParallel } from "../../../shared/in-parallel.ts";
import { broughtForward, replayWrites } from "../new-delivery.ts";
import type { Wake } from "./wake.ts";

const PAGE = 100;
const AT_ONCE = 10;

/**
 * What waits for a later attempt of its own is due now: the receiver is back, or another one. While it is away one delivery
 * after the other is tried, so that in some hours many wait for an attempt that is hours off.
 * @param wanted which of them
 */
export const bringForward = async (
  place: Pick<Wake, "accountId" | "webhookId">,
  db: AccountTable,
  now: Date,
  wanted: (delivery: WebhookDelivery) => boolean,
): Promise<void> => {
  let after: readonly [string] | undefined;
  do {
    const page = await db.list(dueDeliveries, ofWebhook(place), {
      ...dueAfter(now),
      limit: PAGE,
      consistent: true,
      ...(after ? { after: [...after] } : {}),
    });
    await inParallel(AT_ONCE, page.items.filter(wanted), (delivery) => bring(delivery, db));
    after = page.next ? [page.next[0]] : undefined;
  } while (after);
};

const bring = async (delivery: WebhookDelivery, db: AccountTable): Promise<void> => {
  try {
    await db.commit(replayWrites(broughtForward(delivery), delivery));
  } catch (error) {
    // Somebody was faster: it is due already.
    if (!(error instanceof VersionConflict)) throw error;
  }
};
