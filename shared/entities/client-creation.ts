import type { AccountTable, ListOptions, Page } from "../db/table.ts";
import { actorOf, eventIdOf } from "../events/change.ts";
import type { ClientId } from "../ids.ts";
import { type Client, clients } from "./client.ts";
import { type FeedEntry, feedEntries, listClientFeed, titleOf } from "./feed.ts";

/** Whether an item is the first version of a client: it says itself who made the client and when, so no entry does. */
export const isFirstVersion = (item: Readonly<Record<string, unknown>> | undefined): boolean =>
  item?.entity === clients.name && item.version === 1;

/** The entry of a client's creation, as long as nothing else happened to the client: the projector writes it with the next. */
export const creationOf = (client: Client): FeedEntry | undefined =>
  client.version === 1
    ? {
        id: eventIdOf(client),
        accountId: client.accountId,
        type: "client.created",
        occurredAt: client.updatedAt,
        actor: actorOf(client.updatedBy),
        source: client.source,
        resourceId: client.id,
        version: client.version,
        ...titleOf(client.name),
      }
    : undefined;

type Reading = Pick<ListOptions, "limit" | "after">;

/** What happened to and around a client, newest first. The client is read side by side. */
export const listActivity = async <C extends Client>(
  db: AccountTable,
  id: ClientId,
  found: Promise<C>,
  reading: Reading,
): Promise<Page<FeedEntry>> => {
  const [page, client] = await Promise.all([listClientFeed(db, id, reading), found]);
  const creation = creationOf(client);
  return creation ? withCreation(page, creation, reading) : page;
};

/** A page with the creation in its place, where that lies on this page. A client of 0.2 has an entry of it already. */
const withCreation = (page: Page<FeedEntry>, creation: FeedEntry, { limit, after }: Reading): Page<FeedEntry> => {
  const last = page.items.at(-1);
  const isOnEarlierPage = after !== undefined && creation.id >= after[0];
  const isOnLaterPage = page.next !== undefined && last !== undefined && creation.id < last.id;
  if (isOnEarlierPage || isOnLaterPage || page.items.some(({ id }) => id === creation.id)) return page;
  const all = [...page.items, creation].sort((a, b) => (a.id < b.id ? 1 : -1));
  const items = all.slice(0, limit);
  return all.length > limit ? { items, next: placeOf(items.at(-1) ?? creation) } : { ...page, items };
};

/** Where a page that ends with an entry goes on. */
const placeOf = (entry: FeedEntry): NonNullable<Page<FeedEntry>["next"]> => {
  const { pk, sk } = feedEntries.keys(entry);
  return [entry.id, pk, sk];
};
