import { on } from "../../shared/app/on.ts";
import { webhookKey, webhooks } from "../../shared/entities/webhook.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { buildMailingDeps, type MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { type News, notify } from "../../shared/messaging/notify.ts";
import { disabledMail } from "./disabled-mail.ts";
import { webhook as kind } from "./kinds.ts";
import { webhookDisabled } from "./mails.ts";

/**
 * `webhook.disabled`: tells the owners, once, unless somebody did it by hand. Whoever has enabled it again since, or removed
 * it, knows.
 */
export const tellOwners = async (
  { accountId, resource }: EventOf<typeof kind.disabled>,
  deps: MailingDeps,
): Promise<void> => {
  const db = deps.table.of(accountId);
  const webhook = await db.get(webhooks, webhookKey(accountId, resource.id));
  const { disabledReason: why, disabledAt = "" } = webhook ?? {};
  if (webhook?.status !== "disabled" || (why !== "gone" && why !== "failing")) return;
  const name = `DISABLED#${disabledAt}`;
  const write: News["write"] = (given) => disabledMail({ ...given, webhook, why });
  await notify(db, webhookDisabled, { id: webhook.id, name, write }, deps);
};

export const handler = on([kind.disabled], buildMailingDeps, tellOwners);
