import { ok, useCase } from "../../shared/app/use-case.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { leapfrog } from "../../shared/paging/leapfrog.ts";
import { facetsFor, listsOf } from "./facet-lists.ts";
import { type Criteria, criteriaOf } from "./filters.ts";
import { findByText } from "./find-by-text.ts";
import { countTogether } from "./gather.ts";
import { routes } from "./manifest.ts";

/** Several filters meet in no counter of their own: so many are counted, then the answer is "at least". */
const COUNTED = 1000;

export const countClients = useCase(routes.count, async ({ query, actor, db }) => {
  const criteria = criteriaOf(query, actor);
  if (query.q !== undefined) {
    const { items, next } = await findByText(query.q, { db, criteria, limit: COUNTED });
    return ok({ count: items.length, exact: next === undefined });
  }
  return ok(criteria.facets.length <= 1 ? await maintained(db, criteria) : await counted(db, criteria));
});

/** The counter that the projector keeps for one filter, or for none. */
const maintained = async (db: AccountTable, criteria: Criteria) => {
  const [facets = []] = facetsFor(criteria);
  return { count: await countTogether(db, facets), exact: true };
};

const counted = async (db: AccountTable, criteria: Criteria) => {
  const { keys, next } = await leapfrog(listsOf(db, criteria), { limit: COUNTED });
  return { count: keys.length, exact: next === undefined };
};
