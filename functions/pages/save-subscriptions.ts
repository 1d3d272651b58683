import { keys } from "../../shared/db/keys.ts";
import { insert, replace, VersionConflict } from "../../shared/db/writes.ts";
import {
  type Client,
  clients,
  type SubscriptionProof,
  type Subscriptions,
  standingRefusal,
  subscriptionProofs,
} from "../../shared/entities/client.ts";
import { sameSubscriptions } from "../../shared/entities/client-draft.ts";
import { notFound } from "../../shared/errors.ts";
import type { PageDeps } from "./deps.ts";
import type { Subscriber } from "./subscriber.ts";

const RERUNS = 6;

interface Change {
  choose: (before: Subscriptions) => Subscriptions;
  /** Whether it says no to campaigns. It counts also where there was no marketing before. */
  refuses: boolean;
  how: SubscriptionProof["how"];
  wording: string;
  now: Date;
}

/**
 * Writes a client's choice and its proof in one transaction (C13); when nothing changes, nothing is written. Somebody
 * else may be changing the client: the choice is applied again to what they made of it. Answers the client after it.
 */
export const saveSubscriptions = async (
  { table, ids }: Pick<PageDeps, "table" | "ids">,
  { token, client: found }: Pick<Subscriber, "token" | "client">,
  { choose, refuses, how, wording, now }: Change,
): Promise<Client> => {
  const { accountId, clientId, campaignId } = token;
  const db = table.of(accountId);
  let client = found;
  for (let run = 1; ; run++) {
    const after = choose(client.subscriptions);
    const at = now.toISOString();
    const standing = standingRefusal(client, after);
    const isRefusal = refuses && !after.email.marketing && standing === undefined;
    if (sameSubscriptions(client.subscriptions, after) && !isRefusal) return client;
    const refusal = isRefusal ? { marketingRefusedAt: at } : {};
    const author = { updatedAt: at, updatedBy: clientId, source: "portal" };
    const next: Client = {
      ...client,
      ...{ subscriptions: after, marketingRefusedAt: standing, ...refusal },
      ...{ version: client.version + 1, ...author },
    };
    const proof: SubscriptionProof = {
      id: ids.next("event"),
      accountId,
      clientId,
      before: client.subscriptions,
      after,
      ...refusal,
      how,
      wording,
      at,
      version: 1,
      createdAt: at,
      createdBy: clientId,
      ...author,
      ...(campaignId ? { campaignId } : {}),
    };
    try {
      await db.commit([replace(clients, next, client), insert(subscriptionProofs, proof)]);
      return next;
    } catch (error) {
      if (!(error instanceof VersionConflict) || run >= RERUNS) throw error;
      const fresh = await db.get(clients, keys.of(accountId, clientId));
      if (!fresh) throw notFound("client");
      client = fresh;
    }
  }
};
