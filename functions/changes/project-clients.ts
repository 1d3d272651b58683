import { TransactionRefused } from "../../shared/db/commit.ts";
import { type Stored, toStored } from "../../shared/db/entity.ts";
import { type AccountTable, chunksOf } from "../../shared/db/table.ts";
import { remove, type Write } from "../../shared/db/writes.ts";
import type { Client } from "../../shared/entities/client.ts";
import type { ClientProjection } from "../../shared/entities/client-projection.ts";
import { facetEntries } from "../../shared/entities/facet.ts";
import { findEntries } from "../../shared/entities/find.ts";
import { addToLookup, forgetLookup, type Lookup, takeFromLookup } from "../../shared/entities/lookup.ts";
import type { AccountId } from "../../shared/ids.ts";
import type { Told } from "./records.ts";

/** DynamoDB's limit of items in one batch. */
const BATCH = 25;

/** What must be done for some items to stand as they should; may be done again, in any order among itself. */
export type Task = () => Promise<void>;

/**
 * Brings the search tokens, facet lists and lookups of clients to what their last versions say. Several versions of one
 * client become one change.
 */
export const projectClients = (db: AccountTable, told: readonly Told[]): Task[] => {
  const states = told.flatMap(({ client }) => (client ? [client] : []));
  const writes: Write[] = [];
  const lookups: Task[] = [];
  for (const [id, versions] of Map.groupBy(states, (client) => client.id)) {
    const projections = versions.flatMap(({ before, after }) => [before, after]);
    writes.push(...itemWrites(db.accountId, projections));
    lookups.push(...lookupTasks(db, id, projections));
  }
  return [...chunksOf(writes, BATCH).map((chunk) => () => db.writeBatch(chunk)), ...lookups];
};

/**
 * What the last of these states has and one before it had not, or had otherwise, is put; what any of them had and the
 * last has not is deleted. The states in between count: an earlier delivery of the same records, cut elsewhere, may have
 * stopped at one of them.
 */
const converge = <T>(states: readonly ReadonlyMap<string, T>[], same: (a: T, b: T) => boolean) => {
  const last = states.at(-1) ?? new Map<string, T>();
  const earlier = states.slice(0, -1);
  const isNew = ([key, item]: [string, T]) =>
    earlier.some((state) => {
      const known = state.get(key);
      return known === undefined || !same(known, item);
    });
  const gone = new Map(earlier.flatMap((state) => [...state].filter(([key]) => !last.has(key))));
  return { put: [...last].filter(isNew).map(([, item]) => item), gone: [...gone.values()] };
};

const itemWrites = (account: AccountId, projections: readonly ClientProjection[]): Write[] => {
  const { put, gone } = converge(
    projections.map((projection) => itemsOf(account, projection)),
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  );
  return [...put.map((item): Write => ({ do: "put", item })), ...gone.map(({ pk, sk }) => remove({ pk, sk }))];
};

const itemsOf = (account: AccountId, { tokens, facets }: ClientProjection): Map<string, Stored> =>
  new Map(
    [
      ...tokens.map(({ index, token, entry }) => toStored(findEntries(account, index, token), entry)),
      ...facets.map(({ facet, entry }) => toStored(facetEntries(account, facet), entry)),
    ].map((item): [string, Stored] => [`${item.pk}\u0000${item.sk}`, item]),
  );

const lookupTasks = (db: AccountTable, client: Client["id"], projections: readonly ClientProjection[]): Task[] => {
  const { put, gone } = converge(
    projections.map(({ lookups }) => new Map(lookups.map((lookup) => [`${lookup.what} ${lookup.value}`, lookup]))),
    () => true,
  );
  return [
    ...put.map((lookup) => () => db.commit([addToLookup(db.accountId, lookup, client)])),
    ...gone.map((lookup) => () => leaveLookup(db, lookup, client)),
  ];
};

const leaveLookup = async (db: AccountTable, lookup: Lookup, client: Client["id"]): Promise<void> => {
  await db.commit([takeFromLookup(db.accountId, lookup, client)]);
  try {
    await db.commit([forgetLookup(db.accountId, lookup)]);
  } catch (error) {
    // Somebody else has the same address.
    if (!(error instanceof TransactionRefused)) throw error;
  }
};
