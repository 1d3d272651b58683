import type { AccountTable } from "../db/table.ts";
import { clientCounter, countOf, countsOf } from "../entities/counter.ts";
import { type Facet, facetIn, lists as named } from "../entities/facet.ts";
import { type Criteria, facetsFor } from "./client-filters.ts";

/** A list that is asked for, in each listing that is looked in. */
export interface SizedList {
  facets: readonly Facet[];
  /** How many clients stand in it, as its counters say: one call for all of them, whatever the numbers. */
  size: number;
}

/** How many clients stand in any of these facets, which exclude one another. */
export const countTogether = async (db: AccountTable, facets: readonly Facet[]): Promise<number> => {
  const counts = await Promise.all(facets.map((facet) => countOf(db, clientCounter(facet))));
  return counts.reduce((sum, count) => sum + count, 0);
};

/** The lists that criteria ask for, the shortest first. */
export const listsBySize = async (db: AccountTable, criteria: Criteria): Promise<SizedList[]> => {
  const wanted = facetsFor(criteria);
  const counts = await countsOf(db, wanted.flat().map(clientCounter));
  const { length: listings } = criteria.listings;
  const sizeAt = (at: number) =>
    counts.slice(at * listings, (at + 1) * listings).reduce((sum, count) => sum + count, 0);
  return wanted.map((facets, at) => ({ facets, size: sizeAt(at) })).sort((a, b) => a.size - b.size);
};

/** How many clients stand in any of the listings: a counter knows. */
const everybodyIn = (db: AccountTable, { listings }: Criteria): Promise<number> =>
  countTogether(
    db,
    listings.map((listing) => facetIn(listing, named.all)),
  );

/** How many clients a selection has at most, from the counters alone; not known of those whom a text finds. */
export const mostSelected = async (db: AccountTable, criteria: Criteria): Promise<number> => {
  if (criteria.text) return 0;
  const [shortest] = await listsBySize(db, criteria);
  return shortest ? shortest.size : everybodyIn(db, criteria);
};
