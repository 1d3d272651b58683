import { missing } from "../db/conditions.ts";
import { type Entity, entity } from "../db/entity.ts";
import { type AccountId, type ClientId, keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { remove, update, type Write } from "../db/writes.ts";

/** A natural key: what tells that two rows speak of the same client. */
export interface Lookup {
  what: "email" | "mobile";
  /** Lower-cased address, or E.164. */
  value: string;
}

/** The clients, archived ones left out, that have an address or a number. */
export interface LookupEntry {
  what: Lookup["what"];
  value: string;
  clientIds?: Set<ClientId>;
}

const lookupEntries = (account: AccountId): Entity<LookupEntry> =>
  entity("lookup", ({ what, value }) => keys.lookup(account, what, value));

/** Names a client under its natural key; twice is once. */
export const addToLookup = (account: AccountId, { what, value }: Lookup, client: ClientId): Write =>
  update(keys.lookup(account, what, value), {
    set: { entity: "lookup", what, value },
    add: { clientIds: new Set([client]) },
  });

export const takeFromLookup = (account: AccountId, { what, value }: Lookup, client: ClientId): Write =>
  update(keys.lookup(account, what, value), { take: { clientIds: new Set([client]) } });

/** Forgets an address or number that no client has any more; refused while one has. */
export const forgetLookup = (account: AccountId, { what, value }: Lookup): Write =>
  remove(keys.lookup(account, what, value), missing("clientIds"));

/** The ids of the clients behind natural keys, by value; unknown values are absent. 100 keys a call. */
export const clientsBehind = async (db: AccountTable, lookups: readonly Lookup[]): Promise<Map<string, ClientId[]>> => {
  const distinct = [...new Map(lookups.map((lookup) => [`${lookup.what} ${lookup.value}`, lookup])).values()];
  const entries = await db.getMany(
    lookupEntries(db.accountId),
    distinct.map(({ what, value }) => keys.lookup(db.accountId, what, value)),
  );
  return new Map(
    entries.flatMap(({ value, clientIds }): [string, ClientId[]][] => (clientIds ? [[value, [...clientIds]]] : [])),
  );
};
