import type { AccountTable } from "../../../shared/db/table.ts";
import { replace, VersionConflict } from "../../../shared/db/writes.ts";
import { type Webhook, webhookKey, webhooks } from "../../../shared/entities/webhook.ts";
import type { SendingDeps } from "./deps.ts";

/** More changes than people make while a webhook is disabled. */
const TRIES = 5;

/**
 * Disables a webhook that takes nothing: `webhook.disabled` follows from it, by which its owners hear of it. Says whether it
 * is disabled: one whose address was changed meanwhile gets its own chance.
 */
export const disableWebhook = async (
  { id, accountId, url }: Webhook,
  disabledReason: "gone" | "failing",
  db: AccountTable,
  { clock }: Pick<SendingDeps, "clock">,
): Promise<boolean> => {
  for (let tries = 1; tries <= TRIES; tries++) {
    const current = await db.get(webhooks, webhookKey(accountId, id));
    if (current?.status !== "enabled") return true;
    if (current.url !== url) return false;
    const at = clock.now().toISOString();
    const disabled: Webhook = {
      ...current,
      status: "disabled",
      disabledReason,
      disabledAt: at,
      version: current.version + 1,
      updatedAt: at,
      updatedBy: "system",
      source: "automation",
    };
    try {
      await db.commit([replace(webhooks, disabled, current)]);
      return true;
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
    }
  }
  return false;
};
