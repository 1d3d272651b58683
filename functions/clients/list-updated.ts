import type { Actor } from "../../shared/app/actor.ts";
import { mustSeeAll } from "../../shared/app/visibility.ts";
import { timestamp } from "../../shared/clock.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { Page } from "../../shared/db/table.ts";
import { type Client, type ClientListing, clients } from "../../shared/entities/client.ts";
import { invalid } from "../../shared/errors.ts";
import type { Selection } from "../../shared/filters/selection-query.ts";
import { compareKeys } from "../../shared/text/compare-keys.ts";

interface Asked {
  /** RFC 3339. */
  updatedSince: string;
  /** Whether the caller asks for an order, or for distances. */
  ordered: boolean;
  actor: Actor;
}

/**
 * Clients that were changed since a moment, the first changed first: who changes while pages are read moves to the end
 * and is met there. The table has each listing in this order; with other filters a page could take reading all of it.
 */
export const listUpdated = (selection: Selection, { updatedSince, ordered, actor }: Asked): Promise<Page<Client>> => {
  mustSeeAll(actor);
  const { lists, text, listings } = selection.criteria;
  if (ordered || text || lists.length > 0)
    throw invalid(
      "updatedSince",
      "`updatedSince` goes with `status` and `includeDisabled`, not with other filters or an order",
    );
  const since = timestamp(new Date(updatedSince));
  const [only, ...others] = listings;
  return only && others.length === 0 ? ofOne(selection, only, since) : ofSeveral(selection, since);
};

const ofOne = ({ db, limit, after }: Selection, listing: ClientListing, since: string): Promise<Page<Client>> =>
  db.list(clients, recent(db, listing), { limit, after, from: since });

const recent = ({ accountId }: Selection["db"], listing: ClientListing) =>
  partitions.recent(accountId, `CLIENTS#${listing}`);

/** The place of a client in the order of changes, as the table has it. */
const placeOf = (client: Client): string => `${client.updatedAt}#${client.id}`;

const ofSeveral = async ({ db, criteria, limit, after }: Selection, since: string): Promise<Page<Client>> => {
  const [from] = after ?? [since];
  // One more than wanted, and one for the place itself, which a range from there on reads again.
  const pages = await Promise.all(
    criteria.listings.map((listing) => db.list(clients, recent(db, listing), { limit: limit + 2, from })),
  );
  const found = pages
    .flatMap(({ items }) => items)
    .map((client) => ({ client, place: placeOf(client) }))
    .filter(({ place }) => !after || compareKeys(place, from) > 0)
    .sort((a, b) => compareKeys(a.place, b.place));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map(({ client }) => client), ...(found.length > limit && last ? { next: [last.place] } : {}) };
};
