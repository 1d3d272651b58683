import type { Stored } from "../db/entity.ts";
import { type AccountId, type ClientId, type Key, keys, partitions } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { update, type Write } from "../db/writes.ts";
import { cut } from "../text/cut.ts";
import { lastDigits } from "../text/dialled-numbers.ts";
import { fold } from "../text/fold.ts";
import { TOKEN_LENGTH } from "../text/token.ts";
import type { Client } from "./client.ts";

/** A natural key: what tells that two rows speak of the same client, and one of the tokens that the client is found by. */
export interface Lookup {
  what: "email" | "mobile";
  /** Lower-cased address, or E.164. */
  value: string;
  /** As 0.2 kept it, apart from the search: until its client is rebuilt, or changed. */
  of02?: true;
}

/** The natural keys of a client: its e-mail addresses and its mobile number. */
export const lookupsOf = ({
  email,
  otherEmails = [],
  mobile,
}: Pick<Client, "email" | "otherEmails" | "mobile">): Lookup[] => {
  const lookups: Lookup[] = email ? [{ what: "email", value: email }] : [];
  for (const value of new Set(otherEmails)) if (value !== email) lookups.push({ what: "email", value });
  if (mobile) lookups.push({ what: "mobile", value: mobile });
  return lookups;
};

export const lookupOf02 = ({ what, value }: Lookup): Lookup => ({ what, value, of02: true });

/** The name of these items in the table. */
export const LOOKUP = "lookup";

/** The token that the search finds by the beginning of an address or a number: that of a number is the number itself. */
export const tokenOf = ({ what, value }: Lookup): string =>
  what === "mobile" ? value : cut(fold(value), TOKEN_LENGTH).trimEnd();

/** Both parts follow from the value. The value itself keeps addresses apart that fold alike. */
export const lookupKey = (account: AccountId, lookup: Lookup): Key =>
  lookup.of02
    ? keys.lookupOf02(account, lookup.what, lookup.value)
    : keys.lookup(account, tokenOf(lookup), lookup.value);

/** Beside the ids of the clients, archived ones left out: where a number is found by its last digits. */
const lookupItem = (account: AccountId, lookup: Lookup): Record<string, unknown> & { entity: string } => {
  const { what, value, of02 } = lookup;
  if (of02) return { entity: LOOKUP, what, value };
  const last = what === "mobile" ? lastDigits(value) : undefined;
  if (last === undefined) return { entity: LOOKUP };
  return { entity: LOOKUP, gsi3pk: partitions.findLast(account, last).pk, gsi3sk: `${last}@${value}` };
};

/** A natural key that nobody had, with the clients who have it now. */
export const newLookup = (account: AccountId, lookup: Lookup, clients: Iterable<ClientId>): Write => ({
  do: "put",
  item: { ...lookupKey(account, lookup), ...lookupItem(account, lookup), clientIds: new Set(clients) },
});

/** Names a client under its natural key; twice is once. */
export const addToLookup = (account: AccountId, lookup: Lookup, client: ClientId): Write =>
  update(lookupKey(account, lookup), {
    set: lookupItem(account, lookup),
    add: { clientIds: new Set([client]) },
  });

export const takeFromLookup = (account: AccountId, lookup: Lookup, client: ClientId): Write =>
  update(lookupKey(account, lookup), { take: { clientIds: new Set([client]) } });

/** Which natural key an item of the table is. */
export const lookupIn = ({ sk, what, value }: Readonly<Record<string, unknown>>): Lookup => {
  if (typeof value === "string") return { what: what === "mobile" ? "mobile" : "email", value, of02: true };
  const key = String(sk);
  const own = key.slice(key.indexOf("@") + 1);
  return { what: own.startsWith("+") ? "mobile" : "email", value: own };
};

/** The ids of the clients that an item of the table names. */
export const idsIn = ({ clientIds }: Readonly<Record<string, unknown>>): Set<ClientId> =>
  clientIds instanceof Set ? (clientIds as Set<ClientId>) : new Set();

/** The items of natural keys, as they are kept; those that nobody has are absent. 100 keys a call. */
export const readLookups = (
  db: AccountTable,
  lookups: readonly Lookup[],
  options?: { consistent?: boolean },
): Promise<Stored[]> =>
  db.getStored(
    lookups.map((lookup) => lookupKey(db.accountId, lookup)),
    options,
  );

/** The ids of the clients behind natural keys, by value, those that 0.2 wrote included; unknown values are absent. */
export const clientsBehind = async (db: AccountTable, lookups: readonly Lookup[]): Promise<Map<string, ClientId[]>> => {
  const found = await readLookups(db, [...lookups, ...lookups.map(lookupOf02)]);
  const behind = new Map<string, Set<ClientId>>();
  for (const item of found) {
    const { value } = lookupIn(item);
    behind.set(value, (behind.get(value) ?? new Set()).union(idsIn(item)));
  }
  return new Map([...behind].flatMap(([value, ids]) => (ids.size > 0 ? [[value, [...ids]] as const] : [])));
};
