import type { AccountTable } from "../../shared/db/table.ts";
import { criteriaOf } from "../../shared/filters/client-filters.ts";
import { mostSelected } from "../../shared/filters/list-sizes.ts";
import { selectionPage } from "../../shared/filters/selection.ts";
import type { BulkInput } from "./bulk-input.ts";

const everywhere = ["active", "disabled", "archived"] as const;

/**
 * The next clients of a bulk action's filter.
 * @param total how many there are, where that was found out before
 */
export const nextSelected = async (
  db: AccountTable,
  filter: NonNullable<BulkInput["filter"]>,
  {
    isEverywhere,
    limit,
    after,
    total,
  }: { isEverywhere: boolean; limit: number; after?: string | undefined; total: number },
) => {
  const criteria = criteriaOf(filter);
  const selected = isEverywhere ? { ...criteria, listings: everywhere } : criteria;
  const page = await selectionPage({ db, criteria: selected, limit, after: after === undefined ? after : [after] });
  return {
    found: page.items.map(({ id }) => id),
    total: total || (await mostSelected(db, selected)),
    after: page.next?.[0],
  };
};
