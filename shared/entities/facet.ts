import { type Entity, entity } from "../db/entity.ts";
import { type AccountId, type ClientId, keys, partitions } from "../db/keys.ts";
import type { AccountTable, ListOptions, Page, Position } from "../db/table.ts";
import { cut } from "../text/cut.ts";
import { type ClientListing, clients } from "./client.ts";
import { type ListEntry, type Listed, listEntryOf } from "./list-entry.ts";

/** A value that clients are filtered by. Each has a sorted list of the clients that have it, and a counter. */
export interface Facet {
  /** With its listing in front: `active.tag`, `archived.field.plate`. */
  field: string;
  value: string;
}

/** A client's place in the list of a facet. */
export interface FacetEntry extends ListEntry {
  id: ClientId;
}

/** Longest value of a facet, in UTF-16 units: it is a part of a key. */
const VALUE_LENGTH = 200;

/** A list of clients, whichever listing it is of: `tag`, `vip`. */
export interface ListedValue {
  list: string;
  value: string;
}

const listed = (list: string, value: string): ListedValue => ({ list, value: cut(value, VALUE_LENGTH) });

/** The lists that clients stand in; readers and the projector name them here, so that they agree. */
export const lists = {
  /** Everybody: counted as the others are; the list itself is an index of the clients. */
  all: listed("all", "-"),
  /** @param key as `tagKey` makes it */
  tag: (key: string) => listed("tag", key),
  type: (typeId: string) => listed("type", typeId),
  mobile: (has: "with" | "without") => listed("mobile", has),
  /** Everything refused, on every channel. */
  unsubscribed: listed("subscription", "unsubscribed"),
  assignedTo: (memberId: string) => listed("assignedTo", memberId),
  /** @param value one of `client.indexed.filter[key]` */
  custom: (key: string, value: string) => listed(`field.${key}`, value),
};

/** A list within one listing. */
export const facetIn = (listing: ClientListing, { list, value }: ListedValue): Facet => ({
  field: `${listing}.${list}`,
  value,
});

/** The facets of one listing that are named one by one. */
export const facetsOf = (listing: ClientListing) => ({
  all: facetIn(listing, lists.all),
  tag: (key: string) => facetIn(listing, lists.tag(key)),
  type: (typeId: string) => facetIn(listing, lists.type(typeId)),
  mobile: (has: "with" | "without") => facetIn(listing, lists.mobile(has)),
});

/** The entries of one facet's list; the facet stands in their keys alone, and so does the place. */
export const facetEntries = (account: AccountId, { field, value }: Facet): Entity<ListEntry> =>
  entity("facet", ({ sort }) => ({ pk: partitions.facet(account, field, value).pk, sk: sort }), {
    fromKey: ({ sk }) => ({ sort: sk }),
  });

/** The clients of a facet in alphabetical order. */
export const listFacet = async (db: AccountTable, of: Facet, options: ListOptions): Promise<Page<FacetEntry>> => {
  const listing = listings.find((name) => of.field === `${name}.${lists.all.list}`);
  if (listing) return listEverybody(db, listing, options);
  const partition = partitions.facet(db.accountId, of.field, of.value);
  const { items, ...page } = await db.list(facetEntries(db.accountId, of), partition, options);
  return { ...page, items: items.map((entry) => ({ ...entry, id: idIn(entry.sort) })) };
};

const listings: readonly ClientListing[] = ["active", "disabled", "archived"];

const listedFields = [
  ...(["id", "accountId", "name", "email", "suppressed", "marketingRefusedAt"] as const),
  ...(["subscriptions", "updatedAt"] as const),
] satisfies readonly (keyof Listed)[];

/** Everybody of a listing: an index of the clients has them in this order. */
const listEverybody = async (
  db: AccountTable,
  listing: ClientListing,
  { after, ...options }: ListOptions,
): Promise<Page<FacetEntry>> => {
  const { items, next } = await db.list(clients, partitions.list(db.accountId, `CLIENTS#${listing}`), {
    ...options,
    after: after && placeIn(db.accountId, after[0]),
    fields: listedFields,
  });
  const entries = items.map((client) => ({ ...listEntryOf(client), id: client.id }));
  return { items: entries, ...(next ? { next: [next[0]] } : {}) };
};

/** A sort key ends in the client's id, of which the rest of its place is made. */
const placeIn = (account: AccountId, sort: string): Position => {
  const { pk, sk } = keys.of(account, idIn(sort));
  return [sort, pk, sk];
};

const idIn = (sort: string): ClientId => sort.slice(sort.lastIndexOf("#") + 1) as ClientId;
