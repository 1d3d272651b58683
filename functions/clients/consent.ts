import type { Actor } from "../../shared/app/actor.ts";
import { born } from "../../shared/app/actor.ts";
import { insert, type Write } from "../../shared/db/writes.ts";
import { type Client, type Subscriptions, subscriptionProofs } from "../../shared/entities/client.ts";
import { sameSubscriptions } from "../../shared/entities/client-draft.ts";
import type { Ids } from "../../shared/ids.ts";

/** The proof of a change of consent, written in the transaction of the change (C13); none when nothing changed. */
export const proofOfConsent = (
  client: Client,
  before: Subscriptions | undefined,
  {
    actor,
    now,
    ids,
    how,
    wording,
  }: { actor: Actor; now: Date; ids: Ids; how?: string | undefined; wording?: string | undefined },
): Write[] => {
  if (before && sameSubscriptions(before, client.subscriptions)) return [];
  return [
    insert(subscriptionProofs, {
      id: ids.next("event"),
      accountId: client.accountId,
      clientId: client.id,
      ...(before ? { before } : {}),
      after: client.subscriptions,
      how: how ?? (actor.kind === "person" ? "staff" : "api"),
      ...(wording ? { wording } : {}),
      at: now.toISOString(),
      ...born(actor, now),
    }),
  ];
};
