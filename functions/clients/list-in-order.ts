import type { AccountTable, Page } from "../../shared/db/table.ts";
import type { Client } from "../../shared/entities/client.ts";
import { MOST_CLIENTS, MOST_PASSED } from "../../shared/filters/bounds.ts";
import type { Criteria } from "../../shared/filters/client-filters.ts";
import { fewFound } from "../../shared/filters/find-by-text.ts";
import { listingsInOrder, type Order, orders } from "../../shared/filters/listings-in-order.ts";
import { readClients, selectionTest } from "../../shared/filters/read-clients.ts";
import type { Selection } from "../../shared/filters/selection-query.ts";
import { type Candidate, pageFrom, type Step } from "../../shared/paging/page-from.ts";
import { compareKeys } from "../../shared/text/compare-keys.ts";
import { gatheredWith } from "./gather.ts";

/** Clients most recently changed first. */
export const listRecent = (selection: Selection): Promise<Page<Client>> => listByChange(selection, orders.recent);

/** Clients that were changed since a moment (RFC 3339, as the table has it), the first changed first. */
export const listSince = (selection: Selection, since: string): Promise<Page<Client>> =>
  listByChange(selection, orders.updated, since);

/**
 * Where a filter or a text leaves few, these are sorted; else the table's own order is followed and those who do not meet
 * the filters are passed by, so many at most for a page.
 */
const listByChange = async (selection: Selection, order: Order, since?: string): Promise<Page<Client>> => {
  const { db, criteria, limit } = selection;
  const { text, lists, listings } = criteria;
  const after = selection.after?.[0];
  if (text?.kind === "nothing") return { items: [] };
  const everybody = lists.length === 0 && text === undefined;
  const rules = {
    limit,
    most: MOST_CLIENTS + limit,
    read: (found: readonly { id: string }[]) => readClients(db, found),
    keeps: await selectionTest(criteria),
  };
  if (everybody)
    return pageFrom([await listingsInOrder(db, listings, order, { limit, after, from: since })], {
      ...rules,
      peek: false,
    });
  const few = await fewOf(selection, order);
  if (!few) return pageFrom(passing(db, criteria, order, { limit, after, from: since }), { ...rules, peek: true });
  const meant = since === undefined ? few : few.filter(({ place }) => compareKeys(place, since) >= 0);
  return pageFrom([sorted(meant, after, order)], { ...rules, peek: lists.length > 1 });
};

/** All who may meet the criteria, with their places, where they are few. */
const fewOf = async (selection: Selection, { placeOf }: Order): Promise<Candidate<Client>[] | undefined> => {
  const { db, criteria } = selection;
  const inLists = criteria.lists.length > 0 ? await gatheredWith(db, criteria) : undefined;
  if (inLists)
    return inLists.map(({ entry: { id, at }, client }) =>
      client ? { id, place: placeOf(client), item: client } : { id, place: `${at}#${id}` },
    );
  const { text } = criteria;
  const found = text?.kind === "prefix" ? await fewFound(text, selection) : undefined;
  return found?.map((item) => ({ id: item.id, place: placeOf(item), item }));
};

const sorted = (few: readonly Candidate<Client>[], after: string | undefined, { newestFirst }: Order): Step<Client> => {
  const compare = (a: string, b: string) => (newestFirst ? compareKeys(b, a) : compareKeys(a, b));
  return {
    candidates: few
      .filter(({ place }) => after === undefined || compare(place, after) > 0)
      .sort((a, b) => compare(a.place, b.place)),
  };
};

/** Clients read where the first ones do not fill the page; where these do not either, as many as a page may read. */
const SECOND = 100;

async function* passing(
  db: AccountTable,
  { listings }: Criteria,
  order: Order,
  { limit, after, from }: { limit: number; after: string | undefined; from: string | undefined },
): AsyncGenerator<Step<Client>> {
  let reached = after;
  let room = MOST_PASSED + limit;
  for (
    let atOnce = limit + 1;
    room > 0;
    atOnce = atOnce > limit + 1 ? room : Math.min(Math.max(SECOND, limit + 2), room)
  ) {
    const step = await listingsInOrder(db, listings, order, { limit: atOnce, after: reached, from });
    yield step;
    if (step.end === undefined) return;
    reached = step.end;
    room -= step.candidates.length;
  }
}
