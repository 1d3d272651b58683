import type { AccountTable, Page, Position } from "../db/table.ts";
import type { Client } from "../entities/client.ts";
import { type Bound, leapfrog } from "../paging/leapfrog.ts";
import { pageFrom, type Step } from "../paging/page-from.ts";
import { compareKeys } from "../text/compare-keys.ts";
import { MOST_CLIENTS, MOST_ENTRIES, MOST_LEAPS } from "./bounds.ts";
import type { Criteria } from "./client-filters.ts";
import { entryTest } from "./entry-text.ts";
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
  if (text?.kind !== "prefix") return pageFrom(inEveryList(db, criteria, limit, after), { ...rules, peek: false });

  const [shortest] = await listsBySize(db, criteria);
  const few = shortest && shortest.size > MOST_ENTRIES ? await fewFound(text, selection) : undefined;
  const steps = few ? [byName(few, after)] : foundIn(db, shortest, criteria, after);
  return pageFrom(steps, { ...rules, peek: lists.length > 1 });
};

/** Those who stand in every list, which are walked in step. */
async function* inEveryList(
  db: AccountTable,
  criteria: Criteria,
  limit: number,
  after: string | undefined,
): AsyncGenerator<Step<Client>> {
  const lists = listsOf(db, criteria, limit);
  let leaps = MOST_LEAPS;
  let from: Bound | undefined = after === undefined ? undefined : { key: after, inclusive: false };
  do {
    const { keys, next, reads } = await leapfrog(lists, { limit, maxReads: leaps, ...(from ? { from } : {}) });
    yield { candidates: keys.map((place) => ({ id: idOf(place), place })), end: next?.key };
    from = next;
    leaps -= reads;
  } while (from && leaps > 0);
}

/** Entries of a list read first: more than a page needs where a text finds one client in twenty. */
const FIRST = 500;

/** Those of the shortest list whom a text finds, as its entries tell. */
async function* foundIn(
  db: AccountTable,
  shortest: SizedList | undefined,
  { text }: Criteria,
  after: string | undefined,
): AsyncGenerator<Step<Client>> {
  const isFound = entryTest(text);
  let from: Bound | undefined = after === undefined ? { key: "", inclusive: true } : { key: after, inclusive: false };
  for (const atOnce of [FIRST, MOST_ENTRIES - FIRST]) {
    if (!shortest || !from) return;
    const seen: Seen = new Map();
    const page = await listOf(db, shortest.facets, atOnce, seen).seek(from);
    const candidates = page.keys
      .flatMap((key) => seen.get(key) ?? [])
      .filter(isFound)
      .map(({ id, sort }) => ({ id, place: sort }));
    const end: string | undefined = page.more ? page.keys.at(-1) : undefined;
    yield { candidates, end };
    from = end === undefined ? undefined : { key: end, inclusive: false };
  }
}

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
