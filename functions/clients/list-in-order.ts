import { partitions } from "../../shared/db/keys.ts";
import type { ListOptions, Page } from "../../shared/db/table.ts";
import { type Client, type ClientListing, clients } from "../../shared/entities/client.ts";
import { meets } from "../../shared/filters/client-filters.ts";
import type { Selection } from "../../shared/filters/selection-query.ts";
import { fillPage } from "../../shared/paging/fill-page.ts";
import { compareKeys } from "../../shared/text/compare-keys.ts";
import { gatherFew } from "./gather.ts";

/** The clients of one listing by name, all or those whose name begins so: the table has them in this order. */
export const listByName = (
  { db, limit, after }: Selection,
  listing: ClientListing,
  prefix = "",
): Promise<Page<Client>> =>
  db.list(clients, partitions.list(db.accountId, `CLIENTS#${listing}`), {
    limit,
    after,
    ...(prefix ? { prefix } : {}),
  });

/** The place of a client among those changed last; ends with the id, so no two clients share one. */
const placeOf = (client: Client): string => `${client.updatedAt}#${client.id}`;

/**
 * Clients most recently changed first, filtered on the way. When a filter leaves few, these are gathered and sorted
 * instead: walking a long list for a handful of matches would read it all.
 */
export const listRecent = async ({ db, criteria, limit, after }: Selection): Promise<Page<Client>> => {
  const few = await gatherFew(db, criteria);
  if (few) {
    const sorted = few
      .map((client) => ({ client, place: placeOf(client) }))
      .sort((a, b) => compareKeys(b.place, a.place));
    const start = after ? sorted.findIndex(({ place }) => isBeyond(place, after[0])) : 0;
    const rest = start < 0 ? [] : sorted.slice(start);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map(({ client }) => client), ...(last && rest.length > limit ? { next: [last.place] } : {}) };
  }

  const recent = (listing: ClientListing) => partitions.recent(db.accountId, `CLIENTS#${listing}`);
  const [only] = criteria.listings;
  if (criteria.listings.length === 1 && only && criteria.lists.length === 0)
    return db.list(clients, recent(only), { limit, after, newestFirst: true });

  return fillPage({
    limit,
    after,
    async read(from) {
      // One more than wanted: a range that begins with a known place reads that place again.
      const options: ListOptions = { limit: limit + 1, newestFirst: true, ...(from ? { to: from[0] } : {}) };
      const pages = await Promise.all(criteria.listings.map((listing) => db.list(clients, recent(listing), options)));
      return mergeSteps(pages, from?.[0]);
    },
    keep: (items) => items.filter((client) => meets(client, criteria)),
    place: (client) => [placeOf(client)],
  });
};

const isBeyond = (place: string, after: string): boolean => compareKeys(place, after) < 0;

/** Pages of several lists as one step: up to the place that every list has been read to. */
const mergeSteps = (pages: Page<Client>[], after: string | undefined) => {
  const ends = pages.flatMap((page) => {
    const last = page.items.at(-1);
    return page.next && last ? [placeOf(last)] : [];
  });
  const end = ends.sort(compareKeys).at(-1);
  const items = pages
    .flatMap((page) => page.items)
    .map((client) => ({ client, place: placeOf(client) }))
    .filter(({ place }) => after === undefined || isBeyond(place, after))
    .filter(({ place }) => end === undefined || place === end || isBeyond(end, place))
    .sort((a, b) => compareKeys(b.place, a.place))
    .map(({ client }) => client);
  return end === undefined ? { items } : { items, next: [end] as [string] };
};
