import { replaceIndexed } from "../../../shared/app/write-client.ts";
import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { AlreadyExists, insert, VersionConflict } from "../../../shared/db/writes.ts";
import { addressHash, recordFactOnce } from "../../../shared/entities/address-fact.ts";
import { type Client, clients, type SubscriptionProof, subscriptionProofs } from "../../../shared/entities/client.ts";
import { derivedIdAt } from "../../../shared/ids.ts";
import type { Suppression } from "./mail-event.ts";

const TRIES = 5;

/**
 * An address that bounced for good, or whose holder complained, gets no more e-mail, whoever has it; a complaint is also a
 * no to campaigns. Of the client, only while that is the client's address: one with a new address is not meant.
 */
export const suppressClient = async (
  db: AccountTable,
  { clientId, why, address, messageId, at }: Suppression,
  now: Date,
): Promise<void> => {
  const key = keys.of(db.accountId, clientId);
  const fact = factOf(db, address, why, at);
  for (let tries = 1; ; tries++) {
    const client = await db.get(clients, key);
    if (client?.email !== address || isSuppressedFor(client, why)) return db.commit([fact]);
    const next = suppressed(client, why, { at: new Date(at), now });
    const proof = proofOf(client, next, why, new Date(at), messageId);
    try {
      return await db.commit([await replaceIndexed(next, client), insert(subscriptionProofs, proof), fact]);
    } catch (error) {
      // The same event came before.
      if (error instanceof AlreadyExists) return;
      if (!(error instanceof VersionConflict) || tries >= TRIES) throw error;
    }
  }
};

const factOf = ({ accountId }: AccountTable, address: string, why: Why, at: string) => {
  const proof = { at: new Date(at).toISOString(), how: why };
  return recordFactOnce(
    accountId,
    addressHash(accountId, address),
    // A complaint is a no as well: marketing is not turned on again without proof.
    why === "complaint" ? { complained: proof, refused: proof } : { bounced: proof },
  );
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
