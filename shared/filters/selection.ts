import type { AccountTable, Page, Position } from "../db/table.ts";
import type { Client } from "../entities/client.ts";
import { type Bound, leapfrog, type SortedList } from "../paging/leapfrog.ts";
import { pageFrom, type Step } from "../paging/page-from.ts";
import { compareKeys } from "../text/compare-keys.ts";
import { FIRST_ENTRIES, MOST_CLIENTS, MOST_ENTRIES, READ_AHEAD } from "./bounds.ts";
import type { Criteria } from "./client-filters.ts";
import { mayMeet } from "./entry-text.ts";
import { listOf, listsOf, type Seen } from "./facet-lists.ts";
import { fewFound, findByText } from "./find-by-text.ts";
import { listsBySize, type SizedList } from "./list-sizes.ts";
import { listingsInOrder, orders } from "./listings-in-order.ts";
import { readClients, selectionTest } from "./read-clients.ts";
import type { Selection } from "./selection-query.ts";
import { isWayPlace } from "./walk-ways.ts";

/**
 * The next clients that filters select, whoever asks. A text alone finds them in the order of its tokens; with filters, and
 * without a text, they come by name. Whichever way is walked for a page, the places of an order are the same, so that the
 * next page may go another way.
 */
export const selectionPage = async (selection: Selection): Promise<Page<Client>> => {
  const { db, criteria, limit } = selection;
  const { text, lists, listings } = criteria;
  const after = selection.after?.[0];
  if (text?.kind === "nothing") return { items: [] };
  if (text?.kind === "prefix" && (lists.length === 0 || isWayPlace(after))) return findByText(text, selection);

  const rules = {
    limit,
    most: MOST_CLIENTS + limit,
    read: (found: readonly { id: string }[]) => readClients(db, found),
    keeps: await selectionTest(criteria),
  };
  if (lists.length === 0) {
    const prefix = text?.kind === "letter" ? text.letter : undefined;
    return pageFrom([await listingsInOrder(db, listings, orders.name, { limit, after, prefix })], {
      ...rules,
      peek: false,
    });
  }
  if (text?.kind !== "prefix" && lists.length < 3)
    return pageFrom(inBothLists(db, criteria, limit, after), { ...rules, peek: lists.length > 1 });

  const [shortest] = await listsBySize(db, criteria);
  const few =
    text?.kind === "prefix" && shortest && shortest.size > MOST_ENTRIES ? await fewFound(text, selection) : undefined;
  const steps = few ? [byName(few, after)] : foundIn(db, shortest, criteria, after);
  return pageFrom(steps, { ...rules, peek: lists.length > 1 });
};

/**
 * Those who stand in one list, or in two. The first hundred of both are read at once, which mostly fills the page. Where they
 * hardly meet, the one that has fewer is read on alone: its entries say who stands in the other.
 */
async function* inBothLists(
  db: AccountTable,
  criteria: Criteria,
  limit: number,
  after: string | undefined,
): AsyncGenerator<Step<Client>> {
  const from = after === undefined ? undefined : { key: after, inclusive: false };
  const lists = listsOf(db, criteria, limit).map(withReach);
  const { keys, next } = await leapfrog(lists, { limit, maxReads: lists.length, ...(from ? { from } : {}) });
  yield { candidates: keys.map((place) => ({ id: idOf(place), place })), end: next?.key };
  if (!next || lists.length === 1) return;

  const [{ reach: one } = { reach: "" }, { reach: other } = { reach: "" }] = lists;
  const sparse = compareKeys(one, other) < 0 ? 1 : 0;
  const seen: Seen = new Map();
  const list = listsOf(db, criteria, limit, { ahead: aheadFor(limit - keys.length, keys.length), seen })[sparse];
  if (list) yield await stepOf(list, next, seen, criteria);
}

/** A list that knows how far it was read. */
const withReach = (list: SortedList): SortedList & { reach: string } => ({
  reach: "",
  async seek(from) {
    const page = await list.seek(from);
    this.reach = page.more ? (page.keys.at(-1) ?? "") : LAST;
    return page;
  },
});

/** After every place in a list. */
const LAST = "\u{10ffff}";

/** Entries in which so many more are to be found, where a hundred held so many. */
const aheadFor = (missing: number, found: number): number => {
  const expected = Math.ceil(((missing + 1) / Math.max(found, 1)) * READ_AHEAD);
  return found === 0 ? MOST_ENTRIES : Math.min(2 * expected + READ_AHEAD, MOST_ENTRIES);
};

/** Those of the shortest list who may be meant, as its entries tell. */
async function* foundIn(
  db: AccountTable,
  shortest: SizedList | undefined,
  criteria: Criteria,
  after: string | undefined,
): AsyncGenerator<Step<Client>> {
  let from: Bound | undefined = after === undefined ? { key: "", inclusive: true } : { key: after, inclusive: false };
  for (const atOnce of [FIRST_ENTRIES, MOST_ENTRIES - FIRST_ENTRIES]) {
    if (!shortest || !from) return;
    const seen: Seen = new Map();
    const step = await stepOf(listOf(db, shortest.facets, atOnce, seen), from, seen, criteria);
    yield step;
    from = step.end === undefined ? undefined : { key: step.end, inclusive: false };
  }
}

/** The next part of one list: those of whom its entries do not say that they are not meant. */
const stepOf = async (list: SortedList, from: Bound, seen: Seen, criteria: Criteria): Promise<Step<Client>> => {
  const page = await list.seek(from);
  const candidates = page.keys
    .flatMap((key) => seen.get(key) ?? [])
    .filter(mayMeet(criteria))
    .map(({ id, sort }) => ({ id, place: sort }));
  return { candidates, end: page.more ? page.keys.at(-1) : undefined };
};

/** Some clients at hand by name, from a place on. */
const byName = (found: readonly Client[], after: string | undefined): Step<Client> => ({
  candidates: found
    .map((item) => ({ id: item.id, place: orders.name.placeOf(item), item }))
    .filter(({ place }) => after === undefined || compareKeys(place, after) > 0)
    .sort((a, b) => compareKeys(a.place, b.place)),
});

const idOf = (place: string): string => place.slice(place.lastIndexOf("#") + 1);

/** Everybody that filters select, page by page; a page may be short, or empty. */
export async function* allSelected({ limit, ...selection }: Omit<Selection, "after">): AsyncGenerator<Client[]> {
  let after: Position | undefined;
  do {
    const page = await selectionPage({ ...selection, limit, after });
    yield page.items;
    after = page.next;
  } while (after);
}
