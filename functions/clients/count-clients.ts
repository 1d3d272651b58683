import { criteriaFor, withoutMe } from "../../shared/app/caller-filters.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { inQuery, mustBeMeetable } from "../../shared/filters/check-filters.ts";
import { countSelected } from "../../shared/filters/count-selected.ts";
import { routes } from "./manifest.ts";

export const countClients = useCase(routes.count, async ({ query, actor, db, behind = false }) => {
  const filters = withoutMe(query, actor, inQuery);
  const counted = await countSelected(db, criteriaFor(filters, actor));
  if (counted.count === 0) await mustBeMeetable(db, filters, inQuery);
  return ok({ ...counted, exact: counted.exact && !behind });
});
