import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { type Key, keys, type Partition, partitions } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import type { AccountId, Id } from "../ids.ts";

/** An address of a partner system that an account has events posted to. */
export interface Webhook extends Provenance {
  id: Id<"webhook">;
  accountId: AccountId;
  url: string;
  description?: string;
  /** `client.updated`, `client.*` or `*`. */
  eventTypes: string[];
  status: "enabled" | "disabled";
  /** `gone`: it answered 410. `failing`: it took nothing for days. */
  disabledReason?: "by_hand" | "gone" | "failing";
  disabledAt?: string;
  /** The newest first; those before it until their time is over. */
  secrets: SealedSecret[];
}

/** What deliveries are signed with, encrypted. */
export interface SealedSecret {
  sealed: Uint8Array;
  /** Until when deliveries are signed with it, too; absent for the one that is valid now. RFC 3339. */
  until?: string;
}

/** No account needs more, and all of them are read for every event. */
export const WEBHOOKS_OF_AN_ACCOUNT = 20;

/** All webhooks of an account stand in one partition: they are read together, and at once after they were written. */
const WEBHOOKS = "WEBHOOKS";

export const webhookKey = (account: AccountId, id: string): Key => keys.part(account, WEBHOOKS, id);

export const webhooks: Entity<Webhook> = entity("webhook", ({ accountId, id }) => webhookKey(accountId, id));

export const webhooksOf = (account: AccountId): Partition => partitions.self(account, WEBHOOKS);

/** Every webhook of the account, as it stands now. */
export const listWebhooks = async (db: AccountTable): Promise<Webhook[]> => {
  const page = await db.list(webhooks, webhooksOf(db.accountId), { limit: WEBHOOKS_OF_AN_ACCOUNT, consistent: true });
  return page.items;
};

/** Whether a webhook is to hear of events of this type: by the type itself, by `client.*`, or by `*`. */
export const subscribesTo = ({ eventTypes }: Pick<Webhook, "eventTypes">, type: string): boolean =>
  eventTypes.some((chosen) => matchesType(chosen, type));

export const matchesType = (chosen: string, type: string): boolean =>
  chosen === "*" || chosen === type || (chosen.endsWith(".*") && type.startsWith(chosen.slice(0, -1)));

/** How long events of a disabled webhook are still noted down, to be sent by hand once it is back. */
const NOTED_DAYS = 30;

/** Whether events are still noted down for it: sent, or kept to be sent by hand. */
export const takesEvents = ({ status, disabledAt }: Webhook, now: Date): boolean =>
  status === "enabled" ||
  disabledAt === undefined ||
  now.getTime() - Date.parse(disabledAt) < NOTED_DAYS * 24 * 3600 * 1000;
