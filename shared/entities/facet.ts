import { type Entity, entity } from "../db/entity.ts";
import { type AccountId, type ClientId, partitions } from "../db/keys.ts";
import type { AccountTable, ListOptions, Page } from "../db/table.ts";
import { cut } from "../text/cut.ts";
import type { ClientListing } from "./client.ts";

/** A value that clients are filtered by. Each has a sorted list of the clients that have it, and a counter. */
export interface Facet {
  /** With its listing in front: `active.tag`, `archived.field.plate`. */
  field: string;
  value: string;
}

/** Whether a marketing e-mail may go to a client, and if not, why. */
export type MailStanding = "ok" | "no_address" | "never_opted_in" | "unsubscribed" | "suppressed";

/** A client's place in the list of a facet. It says enough to sum up a campaign's audience without reading clients. */
export interface FacetEntry extends StoredFacetEntry {
  id: ClientId;
}

/** The sort key ends in the client's id. */
export interface StoredFacetEntry {
  /** The alphabetical place, as `clientSortKey` makes it: the sort key of the list. */
  sort: string;
  mail: MailStanding;
  /** The beginning of the hash of the client's address: what the address has said, whoever has it, is looked up by it. */
  address?: string;
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

/** The entries of one facet's list; the facet stands in their keys alone. */
export const facetEntries = (account: AccountId, { field, value }: Facet): Entity<StoredFacetEntry> =>
  entity("facet", ({ sort }) => ({ pk: partitions.facet(account, field, value).pk, sk: sort }));

/** The clients of a facet in alphabetical order. */
export const listFacet = async (db: AccountTable, of: Facet, options: ListOptions): Promise<Page<FacetEntry>> => {
  const partition = partitions.facet(db.accountId, of.field, of.value);
  const { items, ...page } = await db.list(facetEntries(db.accountId, of), partition, options);
  return { ...page, items: items.map((entry) => ({ ...entry, id: idIn(entry.sort) })) };
};

const idIn = (sort: string): ClientId => sort.slice(sort.lastIndexOf("#") + 1) as ClientId;
