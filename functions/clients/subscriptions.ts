import { findClient } from "../../shared/app/find-client.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import {
  type Client,
  type SubscriptionProof,
  standingRefusal,
  subscriptionProofs,
} from "../../shared/entities/client.ts";
import { sameSubscriptions, subscriptionsOf } from "../../shared/entities/client-draft.ts";
import { proofOfConsent } from "./consent.ts";
import { routes } from "./manifest.ts";
import { revise } from "./revise.ts";

export const getSubscriptions = useCase(routes.getSubscriptions, async ({ params, actor, db }) => {
  const [client, earlier] = await Promise.all([findClient(db, params.id, actor), proofs(db, params.id)]);
  return ok(present(client, earlier));
});

export const putSubscriptions = useCase(
  routes.putSubscriptions,
  async ({ params, body, actor, db, now, match }, { ids }) => {
    const [client, earlier] = await Promise.all([findClient(db, params.id, actor), proofs(db, params.id)]);
    match(client);
    const subscriptions = subscriptionsOf(body, client.subscriptions);
    if (sameSubscriptions(subscriptions, client.subscriptions)) return ok(present(client, earlier));
    const marketingRefusedAt = standingRefusal(client, subscriptions);
    const { next, write } = revise(client, { subscriptions, marketingRefusedAt }, actor, now);
    const { how, wording } = body;
    const proof = proofOfConsent(next, client.subscriptions, { actor, now, ids, how, wording });
    const latest = {
      at: now.toISOString(),
      createdBy: actor.id,
      how: how ?? "staff",
      wording,
      before: client.subscriptions,
      after: subscriptions,
    };
    return ok(present(next, [latest, ...earlier]), [write, ...proof]);
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

const present = (client: Client, history: Proof[]) => ({
  ...client.subscriptions,
  suppressed: client.suppressed,
  version: client.version,
  proofs: history.slice(0, 50).map(({ createdBy, ...proof }) => ({ ...proof, by: createdBy })),
});
