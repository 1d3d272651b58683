import { keys, partitions } from "../db/keys.ts";
import type { AccountTable, Page, Position } from "../db/table.ts";
import { type Client, type ClientListing, clientSortKey, clients } from "../entities/client.ts";
import type { Step } from "../paging/page-from.ts";
import { compareKeys } from "../text/compare-keys.ts";

/** An order in which the table itself has clients; every place in it ends with `#` and the client's id. */
export interface Order {
  partition(db: AccountTable, listing: ClientListing): ReturnType<typeof partitions.list>;
  placeOf(client: Client): string;
  newestFirst: boolean;
}

const byChange = {
  partition: (db, listing) => partitions.recent(db.accountId, `CLIENTS#${listing}`),
  placeOf: ({ updatedAt, id }) => `${updatedAt}#${id}`,
} satisfies Omit<Order, "newestFirst">;

export const orders = {
  name: {
    partition: (db, listing) => partitions.list(db.accountId, `CLIENTS#${listing}`),
    placeOf: clientSortKey,
    newestFirst: false,
  },
  recent: { ...byChange, newestFirst: true },
  updated: { ...byChange, newestFirst: false },
} satisfies Record<string, Order>;

interface Reading {
  limit: number;
  after?: string | undefined;
  /** Only places that begin so. */
  prefix?: string | undefined;
  /** Only this place and those after it. */
  from?: string | undefined;
}

/** The next clients of some listings, merged: as many as every one of them is known of. */
export const listingsInOrder = async (
  db: AccountTable,
  listings: readonly ClientListing[],
  order: Order,
  { limit, after, prefix, from }: Reading,
): Promise<Step<Client>> => {
  const { newestFirst, placeOf } = order;
  const options = { limit, newestFirst, after: after === undefined ? undefined : positionAt(db, after) };
  const pages = await Promise.all(
    listings.map((listing) =>
      db.list(clients, order.partition(db, listing), {
        ...options,
        ...(prefix ? { prefix } : {}),
        ...(from && !after ? { from } : {}),
      }),
    ),
  );
  const compare = (a: string, b: string) => (newestFirst ? compareKeys(b, a) : compareKeys(a, b));
  const end = pages.flatMap((page) => endOf(page, placeOf)).sort(compare)[0];
  const candidates = pages
    .flatMap((page) => page.items)
    .map((item) => ({ id: item.id, place: placeOf(item), item }))
    .filter(({ place }) => end === undefined || compare(place, end) <= 0)
    .sort((a, b) => compare(a.place, b.place));
  return { candidates, end };
};

const endOf = ({ items, next }: Page<Client>, placeOf: Order["placeOf"]): string[] => {
  const last = items.at(-1);
  return next && last ? [placeOf(last)] : [];
};

/** The rest of a place in an index is made of the id at its end. */
const positionAt = (db: AccountTable, place: string): Position => {
  const { pk, sk } = keys.of(db.accountId, place.slice(place.lastIndexOf("#") + 1));
  return [place, pk, sk];
};
