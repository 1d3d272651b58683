import { replaceIndexed } from "../../shared/app/write-client.ts";
import { keys } from "../../shared/db/keys.ts";
import { insert, VersionConflict, type Write } from "../../shared/db/writes.ts";
import {
  type AddressFact,
  type AddressProof,
  addressHash,
  readFact,
  recordFact,
  recordFactOnce,
} from "../../shared/entities/address-fact.ts";
import {
  type Client,
  clients,
  type SubscriptionProof,
  standingRefusal,
  subscriptionProofs,
} from "../../shared/entities/client.ts";
import { sameSubscriptions } from "../../shared/entities/client-draft.ts";
import type { Subscriptions } from "../../shared/entities/subscriptions.ts";
import { notFound } from "../../shared/errors.ts";
import type { AccountId } from "../../shared/ids.ts";
import type { LinkPageDeps } from "../../shared/pages/link-page-deps.ts";
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
 * Writes a client's choice, its proof and what it says of the address in one transaction; when nothing changes,
 * nothing is written. Somebody else may be changing the client: the choice is applied again to what they made of it.
 * Answers the client after it, with what is known of the address.
 */
export const saveSubscriptions = async (
  { table, ids }: Pick<LinkPageDeps, "table" | "ids">,
  { token, client: found, fact: read }: Pick<Subscriber, "token" | "client" | "fact">,
  change: Change,
): Promise<Pick<Subscriber, "client" | "fact">> => {
  const { accountId, clientId, campaignId } = token;
  const { choose, refuses, how, wording, now } = change;
  const db = table.of(accountId);
  // What was read may be a moment old. A no that is known is not written again, unless it was lifted in that moment.
  const fact = refuses && read?.refused ? await readFact(db, read.hash, { consistent: true }) : read;
  let client = found;
  for (let run = 1; ; run++) {
    const after = choose(client.subscriptions);
    const at = now.toISOString();
    const standing = standingRefusal(client, after);
    const isRefusal = refuses && !after.email.marketing && standing === undefined;
    const lifts = after.email.marketing && fact?.refused !== undefined;
    const said = { at, how, wording, ...(campaignId ? { campaignId } : {}) };
    const ofAddress = lifts ? agreement(token, client, said) : refuses ? refusals(token, client, fact, said) : [];
    if (sameSubscriptions(client.subscriptions, after) && !isRefusal && !lifts) {
      await db.commit(ofAddress);
      return { client, fact: refuses ? refusedFact(fact, accountId, said) : fact };
    }
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
      await db.commit([await replaceIndexed(next, client), insert(subscriptionProofs, proof), ...ofAddress]);
      return { client: next, fact: refuses ? refusedFact(fact, accountId, said) : lifts ? undefined : fact };
    } catch (error) {
      if (!(error instanceof VersionConflict) || run >= RERUNS) throw error;
      const fresh = await db.get(clients, keys.of(accountId, clientId));
      if (!fresh) throw notFound("client");
      client = fresh;
    }
  }
};

/** The address that the e-mail went to says no, and so does the one that the client has now. */
const refusals = (
  { accountId, address }: Subscriber["token"],
  { email }: Client,
  fact: AddressFact | undefined,
  refused: AddressProof,
): Write[] => {
  const own = email && addressHash(accountId, email);
  const hashes = new Set([...(address ? [address] : []), ...(own ? [own] : [])]);
  // What is known already is not written again.
  if (own && fact?.refused) hashes.delete(own);
  return [...hashes].map((hash) => recordFactOnce(accountId, hash, { refused }));
};

/** Who was written to at another address speaks for the client, not for the address that the client has by now. */
const agreement = ({ accountId, address }: Subscriber["token"], { email }: Client, agreed: AddressProof): Write[] => {
  const own = email && addressHash(accountId, email);
  return own && (address === undefined || address === own) ? [recordFact(accountId, own, { agreed })] : [];
};

const refusedFact = (fact: AddressFact | undefined, accountId: AccountId, refused: AddressProof): AddressFact => ({
  ...(fact ?? { accountId, hash: "" }),
  refused,
});
