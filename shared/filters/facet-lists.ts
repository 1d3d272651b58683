import type { AccountTable } from "../db/table.ts";
import { type Facet, type FacetEntry, listFacet } from "../entities/facet.ts";
import type { Bound, KeyPage, SortedList } from "../paging/leapfrog.ts";
import { compareKeys } from "../text/compare-keys.ts";
import { READ_AHEAD } from "./bounds.ts";
import { type Criteria, facetsFor } from "./client-filters.ts";

/** What is found of each client on the way, by its sort key. */
export type Seen = Map<string, FacetEntry>;

/**
 * The sorted lists whose intersection a query asks for, as far as one letter was typed: from there to where names begin
 * otherwise. A single list is read as far as `limit` and the key that tells whether there is more.
 */
export const listsOf = (
  db: AccountTable,
  criteria: Criteria,
  limit: number,
  { seen, ahead: told }: { seen?: Seen; ahead?: number } = {},
): SortedList[] => {
  const wanted = facetsFor(criteria);
  const ahead = told ?? (wanted.length === 1 ? limit + 1 : READ_AHEAD);
  const { text } = criteria;
  return wanted.map((facets) => {
    const list = listOf(db, facets, ahead, seen);
    return text?.kind === "letter" ? beginningWith(text.letter, list) : list;
  });
};

/** The clients of several facets that exclude one another, in one order. */
export const listOf = (db: AccountTable, facets: readonly Facet[], ahead: number, seen?: Seen): SortedList =>
  merged(facets.map((facet) => facetList(db, facet, ahead, seen)));

/** Keys that begin with the letter stand side by side. */
const beginningWith = (letter: string, list: SortedList): SortedList => ({
  async seek(from) {
    const page = await list.seek(compareKeys(from.key, letter) < 0 ? { key: letter, inclusive: true } : from);
    const keys = page.keys.filter((key) => key.startsWith(letter));
    return { keys, more: page.more && keys.length === page.keys.length };
  },
});

const facetList = (db: AccountTable, facet: Facet, ahead: number, seen?: Seen): SortedList => ({
  async seek(from: Bound): Promise<KeyPage> {
    const page = await listFacet(db, facet, {
      limit: ahead,
      ...(from.inclusive ? (from.key === "" ? {} : { from: from.key }) : { after: [from.key] }),
    });
    for (const entry of page.items) seen?.set(entry.sort, entry);
    return { keys: page.items.map(({ sort }) => sort), more: page.next !== undefined };
  },
});

/** Several lists as one, in order; a client stands in one listing only, so no key comes twice. */
const merged = (lists: SortedList[]): SortedList => {
  const [only] = lists;
  if (lists.length === 1 && only) return only;
  return {
    async seek(from: Bound): Promise<KeyPage> {
      const pages = await Promise.all(lists.map((list) => list.seek(from)));
      // Beyond the end of a page that goes on, the other lists may hold keys that come later than its unread ones.
      const known = pages
        .filter((page) => page.more)
        .map((page) => page.keys.at(-1) ?? "")
        .reduce<string | undefined>(
          (least, key) => (least === undefined || compareKeys(key, least) < 0 ? key : least),
          undefined,
        );
      const all = pages.flatMap((page) => page.keys).sort(compareKeys);
      const keys = known === undefined ? all : all.filter((key) => compareKeys(key, known) <= 0);
      return { keys, more: known !== undefined };
    },
  };
};
