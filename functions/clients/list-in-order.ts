import { partitions } from "../../shared/db/keys.ts";
import type { ListOptions, Page } from "../../shared/db/table.ts";
import { type Client, type ClientListing, clientSortKey, clients } from "../../shared/entities/client.ts";
import { compareKeys } from "../../shared/text/compare-keys.ts";
import { meets } from "./filters.ts";
import { gatherFew } from "./gather.ts";
import type { ClientList } from "./list-clients.ts";
import { fillPage } from "./walk.ts";

export type Order = "name" | "recent";

/** The place of a client in an order; ends with the id, so no two clients share one. */
const placeIn = (order: Order, client: Client): string =>
  order === "name" ? clientSortKey(client) : `${client.updatedAt}#${client.id}`;

/**
 * All clients of the listings in one order, filtered on the way. When a filter leaves few, these are gathered and sorted
 * instead: walking a long list for a handful of matches would read it all.
 */
export const listInOrder = async (order: Order, list: ClientList, prefix?: string): Promise<Page<Client>> => {
  const { db, criteria, limit, after } = list;
  const newestFirst = order === "recent";
  const few = await gatherFew(db, criteria);
  if (few) {
    const sorted = few
      .map((client) => ({ client, place: placeIn(order, client) }))
      .sort((a, b) => (newestFirst ? compareKeys(b.place, a.place) : compareKeys(a.place, b.place)));
    const start = after ? sorted.findIndex(({ place }) => isBeyond(place, after[0], newestFirst)) : 0;
    const rest = start < 0 ? [] : sorted.slice(start);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map(({ client }) => client), ...(last && rest.length > limit ? { next: [last.place] } : {}) };
  }

  const [only] = criteria.listings;
  if (criteria.listings.length === 1 && only && criteria.facets.length === 0)
    return db.list(clients, partitionOf(order, db.accountId, only), {
      limit,
      after,
      newestFirst,
      ...(prefix ? { prefix } : {}),
    });

  return fillPage({
    limit,
    after,
    async read(from) {
      // One more than wanted: a range that begins with a known place reads that place again.
      const options: ListOptions = { limit: limit + 1, newestFirst, ...rangeFrom(from?.[0], newestFirst, prefix) };
      const pages = await Promise.all(
        criteria.listings.map((listing) => db.list(clients, partitionOf(order, db.accountId, listing), options)),
      );
      return mergeSteps(order, pages, from?.[0]);
    },
    keep: (items) => items.filter((client) => meets(client, criteria)),
    place: (client) => [placeIn(order, client)],
  });
};

const partitionOf = (order: Order, account: Parameters<typeof partitions.list>[0], listing: ClientListing) =>
  order === "name" ? partitions.list(account, `CLIENTS#${listing}`) : partitions.recent(account, `CLIENTS#${listing}`);

const isBeyond = (place: string, after: string, newestFirst: boolean): boolean =>
  newestFirst ? compareKeys(place, after) < 0 : compareKeys(place, after) > 0;

const rangeFrom = (place: string | undefined, newestFirst: boolean, prefix: string | undefined) => {
  if (place === undefined) return prefix ? { prefix } : {};
  return newestFirst ? { to: place } : { from: place, ...(prefix ? { to: `${prefix}\uffff` } : {}) };
};

/** Pages of several lists as one step: up to the place that every list has been read to. */
const mergeSteps = (order: Order, pages: Page<Client>[], after: string | undefined) => {
  const newestFirst = order === "recent";
  const ends = pages.flatMap((page) => {
    const last = page.items.at(-1);
    return page.next && last ? [placeIn(order, last)] : [];
  });
  const end = ends.sort(compareKeys).at(newestFirst ? -1 : 0);
  const items = pages
    .flatMap((page) => page.items)
    .map((client) => ({ client, place: placeIn(order, client) }))
    .filter(({ place }) => after === undefined || isBeyond(place, after, newestFirst))
    .filter(({ place }) => end === undefined || place === end || isBeyond(end, place, newestFirst))
    .sort((a, b) => (newestFirst ? compareKeys(b.place, a.place) : compareKeys(a.place, b.place)))
    .map(({ client }) => client);
  return end === undefined ? { items } : { items, next: [end] as [string] };
};
