import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { AlreadyExists, insert, replace, VersionConflict } from "../../shared/db/writes.ts";
import { type Client, clients, type SubscriptionProof, subscriptionProofs } from "../../shared/entities/client.ts";
import { derivedIdAt } from "../../shared/ids.ts";
import type { Suppression } from "./mail-event.ts";

const TRIES = 5;

/**
 * An address that bounced for good, or whose owner complained, gets no more e-mail; a complaint is also a no
 * to campaigns. Only the address that the e-mail went to: a client with a new one is not meant.
 */
export const suppressClient = async (
  db: AccountTable,
  { clientId, why, addresses, messageId, at }: Suppression,
  now: Date,
): Promise<void> => {
  const key = keys.of(db.accountId, clientId);
  for (let tries = 1; ; tries++) {
    const client = await db.get(clients, key);
    if (!client?.email || !addresses.includes(client.email) || isSuppressedFor(client, why)) return;
    const next = suppressed(client, why, { at: new Date(at), now });
    const proof = proofOf(client, next, why, new Date(at), messageId);
    try {
      return await db.commit([replace(clients, next, client), insert(subscriptionProofs, proof)]);
    } catch (error) {
      // The same event came before, and staff have lifted the suppression since.
      if (error instanceof AlreadyExists) return;
      if (!(error instanceof VersionConflict) || tries >= TRIES) throw error;
    }
  }
};

type Why = NonNullable<Client["suppressed"]>;

const isSuppressedFor = (client: Client, why: Why): boolean =>
  client.suppressed === why || client.suppressed === "complaint";

const suppressed = (client: Client, why: Why, { at, now }: { at: Date; now: Date }): Client => ({
  ...client,
  ...(why === "complaint" ? withoutMarketing(client, at) : {}),
  suppressed: why,
  version: client.version + 1,
  updatedAt: now.toISOString(),
  updatedBy: "system",
  source: "automation",
});

const withoutMarketing = ({ subscriptions, marketingRefusedAt }: Client, at: Date): Partial<Client> => ({
  subscriptions: { ...subscriptions, email: { ...subscriptions.email, marketing: false } },
  marketingRefusedAt: marketingRefusedAt ?? at.toISOString(),
});

const proofOf = (before: Client, after: Client, how: Why, at: Date, messageId: string): SubscriptionProof => ({
  id: derivedIdAt("event", at, before.id, messageId, how),
  accountId: before.accountId,
  clientId: before.id,
  before: before.subscriptions,
  after: after.subscriptions,
  ...(before.marketingRefusedAt ? {} : { marketingRefusedAt: after.marketingRefusedAt }),
  how,
  at: at.toISOString(),
  version: 1,
  createdAt: after.updatedAt,
  createdBy: after.updatedBy,
  updatedAt: after.updatedAt,
  updatedBy: after.updatedBy,
  source: after.source,
});
