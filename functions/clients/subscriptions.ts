import { revised } from "../../shared/app/actor.ts";
import { findClient, findRecentClient } from "../../shared/app/find-client.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replaceIndexed } from "../../shared/app/write-client.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type FactNews, recentFactOf, suppressedBy } from "../../shared/entities/address-fact.ts";
import { type Client, type SubscriptionProof, subscriptionProofs } from "../../shared/entities/client.ts";
import { subscriptionsOf } from "../../shared/entities/client-draft.ts";
import { consentChange, effectiveSubscriptions } from "./consent.ts";
import { routes } from "./manifest.ts";

export const getSubscriptions = useCase(routes.getSubscriptions, async ({ params, actor, db }) => {
  const [client, earlier] = await Promise.all([findRecentClient(db, params.id, actor), proofs(db, params.id)]);
  return ok(present(client, await recentFactOf(db, client.email), earlier));
});

export const putSubscriptions = useCase(
  routes.putSubscriptions,
  async ({ params, body, actor, db, now, match }, { ids }) => {
    const [previous, earlier] = await Promise.all([findClient(db, params.id, actor), proofs(db, params.id)]);
    match(previous);
    const subscriptions = subscriptionsOf(body, previous.subscriptions);
    const draft: Client = { ...previous, subscriptions, ...revised(previous, actor, now) };
    const known = { fact: await recentFactOf(db, previous.email) };
    const terms = { db, actor, now, ids, said: body, pointer: "", known };
    const { client, fact, proof, writes } = await consentChange(previous, draft, terms);
    if (!proof) return ok(present(previous, fact, earlier));
    return ok(present(client, fact, [proof, ...earlier]), [await replaceIndexed(client, previous), ...writes]);
  },
);

type Proof = Pick<SubscriptionProof, "at" | "createdBy" | "how" | "after"> & {
  wording?: string | undefined;
  before?: SubscriptionProof["before"];
};

const proofs = async (db: AccountTable, id: string): Promise<Proof[]> => {
  const partition = partitions.self(db.accountId, id);
  const page = await db.list(subscriptionProofs, partition, { limit: 50, newestFirst: true, prefix: "CONSENT#" });
  return page.items;
};

/** What the client agreed to, as far as what the address has said lets it count. */
const present = (client: Client, fact: FactNews | undefined, history: Proof[]) => ({
  ...effectiveSubscriptions(client.subscriptions, fact),
  suppressed: client.suppressed ?? suppressedBy(fact),
  refused: fact?.refused && { at: fact.refused.at, how: fact.refused.how },
  version: client.version,
  proofs: history.slice(0, 50).map(({ createdBy, ...proof }) => ({ ...proof, by: createdBy })),
});
