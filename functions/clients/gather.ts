import type { AccountTable } from "../../shared/db/table.ts";
import type { Client } from "../../shared/entities/client.ts";
import { clientCounter, countOf } from "../../shared/entities/counter.ts";
import type { Facet } from "../../shared/entities/facet.ts";
import { type Criteria, facetsFor } from "../../shared/filters/client-filters.ts";
import { clientsAt, listsOf } from "../../shared/filters/facet-lists.ts";
import { leapfrog } from "../../shared/paging/leapfrog.ts";

/** Up to so many matches are read at once and sorted in memory: ten calls of 100 items. */
const FEW = 1000;

/** The number of clients that the rarest filter leaves, from the counters; undefined without filters. */
const fewest = async (db: AccountTable, criteria: Criteria): Promise<number | undefined> => {
  if (criteria.lists.length === 0) return undefined;
  return Math.min(...(await Promise.all(facetsFor(criteria).map((facets) => countTogether(db, facets)))));
};

/** How many clients stand in any of these facets, which exclude one another. */
export const countTogether = async (db: AccountTable, facets: readonly Facet[]): Promise<number> => {
  const counts = await Promise.all(facets.map((facet) => countOf(db, clientCounter(facet))));
  return counts.reduce((sum, count) => sum + count, 0);
};

/** All clients that meet the criteria, when a filter makes sure that they are few; undefined otherwise. */
export const gatherFew = async (db: AccountTable, criteria: Criteria): Promise<Client[] | undefined> => {
  const most = await fewest(db, criteria);
  if (most === undefined || most > FEW) return undefined;
  const { keys, next } = await leapfrog(listsOf(db, criteria), { limit: FEW, maxReads: 2 * FEW });
  return next ? undefined : clientsAt(db, keys);
};
