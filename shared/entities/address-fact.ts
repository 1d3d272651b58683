import { hash } from "node:crypto";
import { type Entity, entity } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import type { AccountTable, Position } from "../db/table.ts";
import { update, type Write } from "../db/writes.ts";
import type { AccountId } from "../ids.ts";

/**
 * What an address has said to a business, or what became of mail to it: one item for each account and address. It belongs
 * to the address, not to a client: it stays when the client is archived, purged or given another address, and counts for
 * every client who has the address. It holds a hash, no address and no client's id, so that it may stay after an erasure.
 */
export interface AddressFact {
  accountId: AccountId;
  hash: string;
  /** No marketing. Lifted by `agreed`, which needs proof. */
  refused?: AddressProof;
  /** Marketing was turned on again after a refusal. */
  agreed?: AddressProof;
  /** The holder reported an e-mail as unwanted. Stays, whatever is agreed to later. */
  complained?: AddressProof;
  /** The address does not exist (a hard bounce). Stays. */
  bounced?: AddressProof;
}

export interface AddressProof {
  /** RFC 3339. */
  at: string;
  /** `link`, `one_click`, `staff`, `api`, `import`, `bounce`, `complaint` … as in a client's subscription proofs. */
  how: string;
  /** Who noted it: a member or an API key; none where the holder of the address did. */
  by?: string;
  /** What the holder of the address was shown; never what staff wrote, which may name people. */
  wording?: string;
  campaignId?: string;
}

const HASH_LENGTH = 22;

/** 132 bits of a hash of the address within the account: the same address of another account has another one. */
export const addressHash = (account: AccountId, email: string): string =>
  hash("sha256", `${account} email ${email.trim().toLowerCase()}`, "base64url").slice(0, HASH_LENGTH);

/** The beginning of the hash: 60 bits, enough to tell the addresses of one account apart in lists of millions. */
export const addressMark = (account: AccountId, email: string): string => markOf(addressHash(account, email));
export const markOf = (hashed: string): string => hashed.slice(0, 10);

export const addressFacts: Entity<AddressFact> = entity("address_fact", (fact) =>
  keys.addressFact(fact.accountId, fact.hash),
);

export type FactNews = {
  [Kind in "refused" | "agreed" | "complained" | "bounced"]?: AddressProof | undefined;
};

/** The write that records facts of an address; other facts of it stay. What is agreed to lifts a refusal, and nothing else. */
export const recordFact = (accountId: AccountId, hashed: string, news: FactNews): Write =>
  update(keys.addressFact(accountId, hashed), {
    set: { entity: addressFacts.name, accountId, hash: hashed, ...news },
    ...(news.agreed ? { remove: ["refused"] } : {}),
  });

/** The same for what may be known already, with a better proof: what is there stays. */
export const recordFactOnce = (accountId: AccountId, hashed: string, news: FactNews): Write =>
  update(keys.addressFact(accountId, hashed), {
    set: { entity: addressFacts.name, accountId, hash: hashed },
    setOnce: { ...news },
  });

/** What is known of one address, as of now: asked before mail leaves. */
export const factOf = async (db: AccountTable, email: string | undefined): Promise<AddressFact | undefined> =>
  email ? db.get(addressFacts, keys.addressFact(db.accountId, addressHash(db.accountId, email))) : undefined;

/**
 * The same as of a moment ago, at half the price: for showing it, and for asking for proof. Who says no in that very moment
 * is not mailed either way, since the fact stands until it is lifted and is read again when mail leaves.
 */
export const recentFactOf = (db: AccountTable, email: string | undefined): Promise<AddressFact | undefined> =>
  email ? readFact(db, addressHash(db.accountId, email)) : Promise.resolve(undefined);

/** Why no e-mail at all goes to an address: the provider would not take it there either. */
export const suppressedBy = (fact: FactNews | undefined): "bounce" | "complaint" | undefined => {
  if (fact?.complained) return "complaint";
  return fact?.bounced ? "bounce" : undefined;
};

/** The facts of one address, by its hash; undefined for most. As of a moment ago, at half the price, unless told. */
export const readFact = async (
  db: AccountTable,
  hashed: string,
  options: { consistent?: boolean } = {},
): Promise<AddressFact | undefined> =>
  (await db.getMany(addressFacts, [keys.addressFact(db.accountId, hashed)], options))[0];

/** The facts of addresses, by their hashes; nothing is known of most. 100 a call. */
export const readFacts = async (
  db: AccountTable,
  hashes: readonly string[],
  options: { consistent?: boolean } = {},
): Promise<Map<string, AddressFact>> => {
  if (hashes.length === 0) return new Map();
  const distinct = [...new Set(hashes)];
  const found = await db.getMany(
    addressFacts,
    distinct.map((hashed) => keys.addressFact(db.accountId, hashed)),
    options,
  );
  return new Map(found.map((fact) => [fact.hash, fact]));
};

/** All that an account knows of addresses; it costs as much as there are facts, whatever the number of clients. */
export async function* allFacts(db: AccountTable): AsyncGenerator<AddressFact> {
  let after: Position | undefined;
  do {
    const page = await db.list(addressFacts, partitions.addressFacts(db.accountId), { limit: AT_ONCE, after });
    yield* page.items;
    after = page.next;
  } while (after);
}

const AT_ONCE = 5000;

/** Why no marketing e-mail may go to an address. */
export type AddressStanding = "suppressed" | "unsubscribed";

/** Undefined when nothing is known against the address. */
export const addressStanding = (fact: AddressFact | undefined): AddressStanding | undefined => {
  if (fact?.complained || fact?.bounced) return "suppressed";
  return fact?.refused ? "unsubscribed" : undefined;
};
