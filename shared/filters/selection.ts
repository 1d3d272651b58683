import type { AccountTable, Page, Position } from "../db/table.ts";
import type { Client } from "../entities/client.ts";
import { type Bound, type Intersection, leapfrog } from "../paging/leapfrog.ts";
import { type Criteria, meets } from "./client-filters.ts";
import { clientsAt, listsOf } from "./facet-lists.ts";
import { findByText } from "./find-by-text.ts";
import type { Selection } from "./selection-query.ts";

/**
 * The next clients that filters select, whoever asks: by the search tokens when something was typed, else alphabetically
 * by the intersection of the filters' lists. Read on until the page is full; its place is one text.
 */
export const selectionPage = async (selection: Selection): Promise<Page<Client>> => {
  const { text } = selection.criteria;
  if (text?.kind === "nothing") return { items: [] };
  return text?.kind === "prefix" ? findByText(text.prefixes, selection) : alphabetically(selection);
};

const alphabetically = async ({ db, criteria, limit, after }: Selection): Promise<Page<Client>> => {
  const lists = listsOf(db, criteria, limit);
  const items: { key: string; client: Client }[] = [];
  let from: Bound | undefined = after ? { key: after[0], inclusive: false } : { key: "", inclusive: true };
  while (from && items.length < limit) {
    const found: Intersection = await leapfrog(lists, { limit: limit - items.length, from });
    items.push(...(await stillSelected(db, criteria, found.keys)));
    from = found.next;
  }
  const clients = items.map(({ client }) => client);
  const last = items.at(-1);
  return from && last ? { items: clients, next: [last.key] } : { items: clients };
};

/** The clients behind keys of the lists; who was changed since, so that they are none of them any more, is left out. */
const stillSelected = async (db: AccountTable, criteria: Criteria, sortKeys: readonly string[]) => {
  const byId = new Map((await clientsAt(db, sortKeys)).map((client): [string, Client] => [client.id, client]));
  return sortKeys.flatMap((key) => {
    const client = byId.get(key.slice(key.lastIndexOf("#") + 1));
    return client && meets(client, criteria) ? [{ key, client }] : [];
  });
};

/** Everybody that filters select, page by page. */
export async function* allSelected({ limit, ...selection }: Omit<Selection, "after">): AsyncGenerator<Client[]> {
  let after: Position | undefined;
  do {
    const page = await selectionPage({ ...selection, limit, after });
    yield page.items;
    after = page.next;
  } while (after);
}
