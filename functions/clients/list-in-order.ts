import type { AccountTable, Page } from "../../shared/db/table.ts";
import type { Client } from "../../shared/entities/client.ts";
import { MOST_CLIENTS, MOST_PASSED } from "../../shared/filters/bounds.ts";
import type { Criteria } from "../../shared/filters/client-filters.ts";
import { fewFound } from "../../shared/filters/find-by-text.ts";
import { listingsInOrder, orders } from "../../shared/filters/listings-in-order.ts";
import { readClients, selectionTest } from "../../shared/filters/read-clients.ts";
import type { Selection } from "../../shared/filters/selection-query.ts";
import { type Candidate, pageFrom, type Step } from "../../shared/paging/page-from.ts";
import { compareKeys } from "../../shared/text/compare-keys.ts";
import { gatheredWith } from "./gather.ts";

const { placeOf } = orders.recent;

/**
 * Clients most recently changed first. Where a filter or a text leaves few, these are sorted; else the table's own order is
 * followed and those who do not meet the filters are passed by, so many at most for a page.
 */
export const listRecent = async (selection: Selection): Promise<Page<Client>> => {
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
    return pageFrom([await listingsInOrder(db, listings, orders.recent, { limit, after })], { ...rules, peek: false });
  const few = await fewOf(selection);
  return few
    ? pageFrom([newestFirst(few, after)], { ...rules, peek: lists.length > 1 })
    : pageFrom(passing(db, criteria, limit, after), { ...rules, peek: true });
};

/** All who may meet the criteria, with their places, where they are few. */
const fewOf = async (selection: Selection): Promise<Candidate<Client>[] | undefined> => {
  const { db, criteria } = selection;
  const inLists =
    criteria.lists.length > 0 ? await gatheredWith(db, criteria, ({ at }) => at !== undefined) : undefined;
  if (inLists)
    return inLists.map(({ entry: { id, at }, client }) =>
      client ? { id, place: placeOf(client), item: client } : { id, place: `${at}#${id}` },
    );
  const { text } = criteria;
  const found = text?.kind === "prefix" ? await fewFound(text, selection) : undefined;
  return found?.map((item) => ({ id: item.id, place: placeOf(item), item }));
};

const newestFirst = (few: readonly Candidate<Client>[], after: string | undefined): Step<Client> => ({
  candidates: few
    .filter(({ place }) => after === undefined || compareKeys(place, after) < 0)
    .sort((a, b) => compareKeys(b.place, a.place)),
});

/** Clients read at a time on the way. */
const AT_ONCE = 100;

async function* passing(
  db: AccountTable,
  { listings }: Criteria,
  limit: number,
  after: string | undefined,
): AsyncGenerator<Step<Client>> {
  let from = after;
  let room = MOST_PASSED + limit;
  for (let atOnce = limit + 1; room > 0; atOnce = Math.min(AT_ONCE, room)) {
    const step = await listingsInOrder(db, listings, orders.recent, { limit: atOnce, after: from });
    yield step;
    if (step.end === undefined) return;
    from = step.end;
    room -= step.candidates.length;
  }
}
