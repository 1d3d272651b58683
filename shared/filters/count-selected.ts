import type { AccountTable } from "../db/table.ts";
import { leapfrog } from "../paging/leapfrog.ts";
import { MOST_ENTRIES, MOST_LEAPS } from "./bounds.ts";
import type { Criteria } from "./client-filters.ts";
import { entryTest } from "./entry-text.ts";
import { listsOf, type Seen } from "./facet-lists.ts";
import { fewFound } from "./find-by-text.ts";
import { listsBySize, mostSelected } from "./list-sizes.ts";
import { listingsInOrder, orders } from "./listings-in-order.ts";
import { readClients, selectionTest } from "./read-clients.ts";
import { selectionPage } from "./selection.ts";

/** What no counter knows is counted one by one: so many, then the answer is "at least". */
const COUNTED = 1000;

interface Count {
  count: number;
  /** Whether that is all, as counters and lists have it. */
  exact: boolean;
}

/** How many clients are selected: by a counter where one knows, else by walking as far as a page may. */
export const countSelected = async (db: AccountTable, criteria: Criteria): Promise<Count> => {
  const { text, lists, listings } = criteria;
  if (text?.kind === "nothing") return { count: 0, exact: true };
  if (text === undefined && lists.length <= 1) {
    return { count: await mostSelected(db, criteria), exact: true };
  }
  if (text?.kind === "prefix") return lists.length === 0 ? countFound(db, criteria) : countFoundIn(db, criteria);
  if (lists.length === 0) {
    const prefix = text?.kind === "letter" ? text.letter : undefined;
    const { candidates, end } = await listingsInOrder(db, listings, orders.name, { limit: COUNTED, prefix });
    return { count: candidates.length, exact: end === undefined };
  }
  const { keys, next } = await leapfrog(listsOf(db, criteria, COUNTED), { limit: COUNTED, maxReads: MOST_LEAPS });
  return { count: keys.length, exact: next === undefined };
};

const countFound = async (db: AccountTable, criteria: Criteria): Promise<Count> => {
  const { items, next } = await selectionPage({ db, criteria, limit: COUNTED });
  return { count: items.length, exact: next === undefined };
};

/** Those in the lists whom a text finds, as the entries tell; the clients are read where these do not say enough. */
const countFoundIn = async (db: AccountTable, criteria: Criteria): Promise<Count> => {
  const { text, listings } = criteria;
  if (text?.kind !== "prefix" || listings.includes("archived")) return { count: 0, exact: true };
  const [shortest] = await listsBySize(db, criteria);
  const few = shortest && shortest.size > MOST_ENTRIES ? await fewFound(text, { db, criteria }) : undefined;
  if (few) return { count: few.length, exact: true };

  const seen: Seen = new Map();
  const lists = listsOf(db, criteria, MOST_ENTRIES, { seen });
  const { keys, next } = await leapfrog(lists, { limit: MOST_ENTRIES, maxReads: MOST_LEAPS });
  const found = keys.flatMap((key) => seen.get(key) ?? []).filter(entryTest(text));
  const unsure = found.filter(({ find }) => find === undefined || text.whole !== undefined);
  const asked = unsure.slice(0, COUNTED);
  const read = asked.length > 0 ? await readClients(db, asked) : new Map();
  const certain = [...read.values()].filter(await selectionTest(criteria));
  return {
    count: found.length - unsure.length + certain.length,
    exact: next === undefined && asked.length === unsure.length,
  };
};
