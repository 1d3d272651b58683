import { criteriaFor, withoutMe } from "../../shared/app/caller-filters.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { inQuery, mustBeMeetable } from "../../shared/filters/check-filters.ts";
import { type Criteria, facetsFor } from "../../shared/filters/client-filters.ts";
import { listsOf } from "../../shared/filters/facet-lists.ts";
import { selectionPage } from "../../shared/filters/selection.ts";
import { leapfrog } from "../../shared/paging/leapfrog.ts";
import { countTogether } from "./gather.ts";
import { routes } from "./manifest.ts";

/** Several filters meet in no counter of their own: so many are counted, then the answer is "at least". */
const COUNTED = 1000;

export const countClients = useCase(routes.count, async ({ query, actor, db }) => {
  const filters = withoutMe(query, actor, inQuery);
  const counted = await countOf(db, criteriaFor(filters, actor));
  if (counted.count === 0) await mustBeMeetable(db, filters, inQuery);
  return ok(counted);
});

const countOf = async (db: AccountTable, criteria: Criteria): Promise<{ count: number; exact: boolean }> => {
  const { text, lists } = criteria;
  if (text && text.kind !== "letter") {
    const { items, next } = await selectionPage({ db, criteria, limit: COUNTED });
    return { count: items.length, exact: next === undefined };
  }
  if (text || lists.length > 1) {
    const { keys, next } = await leapfrog(listsOf(db, criteria), { limit: COUNTED });
    return { count: keys.length, exact: next === undefined };
  }
  // One filter, or none, has a counter that the projector keeps.
  const [facets = []] = facetsFor(criteria);
  return { count: await countTogether(db, facets), exact: true };
};
