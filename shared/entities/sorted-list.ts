import { type Entity, entity, fromStored } from "../db/entity.ts";
import { type AccountId, keys, partitions } from "../db/keys.ts";
import type { AccountTable, ListOptions, Page } from "../db/table.ts";
import { compareKeys } from "../text/compare-keys.ts";

/** One thing's place in a sorted list. */
export interface ListedThing {
  id: string;
  /** What the list is sorted by. */
  place: string;
  /** What a page shows of it. */
  shown: Record<string, unknown>;
}

/** The entries of a list of things of a kind (`conversation`); id and place stand in their keys alone. */
export const listedThings = (account: AccountId, kind: string, list: string): Entity<ListedThing> =>
  entity("listed", ({ place, id }) => keys.inList(account, kind, list, place, id), {
    fromKey: ({ sk }) => {
      const end = sk.lastIndexOf("#");
      return { place: sk.slice(0, end), id: sk.slice(end + 1) };
    },
  });

/** The counter of the things that stand in a list. */
export const listCounter = (kind: string, list: string): string => `${kind}#${list}`;

/**
 * A page of several lists as if they were one, in their order: one query each, side by side, whatever they hold. Nothing
 * may stand in two of them. Of each thing a page has what the kind's lists show.
 */
export const listThings = async <T extends object>(
  db: AccountTable,
  kind: Entity<T>,
  lists: readonly string[],
  options: ListOptions,
): Promise<Page<T>> => {
  const { accountId } = db;
  const { name } = kind;
  const pages = await Promise.all(
    lists.map((list) =>
      db.list(listedThings(accountId, name, list), partitions.sortedList(accountId, name, list), options),
    ),
  );
  const all = pages.flatMap(({ items }) => items).sort((a, b) => compareKeys(keyIn(a), keyIn(b)));
  if (options.newestFirst) all.reverse();
  const page = all.slice(0, options.limit);
  const last = page.at(-1);
  const hasMore = all.length > page.length || pages.some(({ next }) => next);
  const items = page.map(({ id, shown }) => fromStored(kind, { ...shown, id, entity: name }));
  return { items, ...(hasMore && last ? { next: [keyIn(last)] } : {}) };
};

const keyIn = ({ place, id }: ListedThing): string => `${place}#${id}`;
