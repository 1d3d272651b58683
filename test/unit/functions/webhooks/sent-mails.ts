import { webhook as kind } from "../../../../functions/webhooks/kinds.ts";
import { tellOwners } from "../../../../functions/webhooks/tell-owners.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Webhook, webhooks } from "../../../../shared/entities/webhook.ts";
import { ulids } from "../../../../shared/ids.ts";
import type { SentMails } from "../../../support/mail-desk.ts";
import { told } from "../../../support/told.ts";

export const sentMails: SentMails = {
  webhook_disabled: async ({ accountId, born, db, deps }) => {
    const webhook: Webhook = {
      ...{ id: ulids.next("webhook"), accountId, url: "https://partner.example/hooks", eventTypes: ["*"], secrets: [] },
      ...{ status: "disabled", disabledReason: "failing", disabledAt: born.createdAt, ...born },
    };
    await db.commit([put(webhooks, webhook)]);
    await tellOwners(told(kind.disabled, webhooks, webhook), deps);
  },
};
