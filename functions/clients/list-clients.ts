import { criteriaFor, withoutMe } from "../../shared/app/caller-filters.ts";
import { type Answer, useCase } from "../../shared/app/use-case.ts";
import type { Page } from "../../shared/db/table.ts";
import type { Client, LatLng } from "../../shared/entities/client.ts";
import { invalid } from "../../shared/errors.ts";
import { inQuery, mustBeMeetable } from "../../shared/filters/check-filters.ts";
import { selectionPage } from "../../shared/filters/selection.ts";
import type { Selection } from "../../shared/filters/selection-query.ts";
import { listRecent } from "./list-in-order.ts";
import { listUpdated } from "./list-updated.ts";
import { routes } from "./manifest.ts";
import { listNearest } from "./nearest.ts";
import { presentClient, readNear } from "./present.ts";

/**
 * Lists clients. The cost of a page does not grow with the account: every order and filter has its own sorted list, and
 * several filters are an intersection of such lists (docs/data-model.md).
 */
export const listClients = useCase(routes.list, async ({ query, actor, db, page }) => {
  const { near: typedNear, sort, updatedSince, limit: _limit, cursor: _cursor, ...asked } = query;
  const near = readNear(typedNear);
  const filters = withoutMe(asked, actor, inQuery);
  const selection = { db, criteria: criteriaFor(filters, actor), ...page };
  const ordered = sort !== undefined || near !== undefined;
  const found = await (updatedSince === undefined
    ? choose(sort, near, selection)
    : listUpdated(selection, { updatedSince, ordered }));
  // Where somebody meets a filter, it can be met: only an empty list must be told from a mistake.
  if (found.items.length === 0 && !page.after) await mustBeMeetable(db, filters, inQuery);
  return shown(found, near);
});

const choose = (
  sort: "name" | "near" | "recent" | undefined,
  near: LatLng | undefined,
  selection: Selection,
): Promise<Page<Client>> => {
  if (sort === "near" && !near) throw invalid("near", "`sort=near` needs `near=lat,lng`");
  if (sort === "recent") return listRecent(selection);
  // What is searched for is shown in the order of the search, unless another one is asked for.
  if (near && (sort === "near" || (sort === undefined && !selection.criteria.text)))
    return listNearest(near, selection);
  return selectionPage(selection);
};

const shown = (page: Page<Client>, near: LatLng | undefined): Answer => ({
  status: 200,
  body: { data: page.items.map((client) => presentClient(client, near)) },
  writes: [],
  next: page.next,
});
