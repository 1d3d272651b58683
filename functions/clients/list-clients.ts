import { type Answer, useCase } from "../../shared/app/use-case.ts";
import type { AccountTable, Page, Position } from "../../shared/db/table.ts";
import { type Client, clientSortKey, type LatLng } from "../../shared/entities/client.ts";
import { AppError } from "../../shared/errors.ts";
import { type Bound, type Intersection, leapfrog } from "../../shared/paging/leapfrog.ts";
import { clientsAt, listsOf } from "./facet-lists.ts";
import { type ClientFilters, type Criteria, criteriaOf } from "./filters.ts";
import { findByText } from "./find-by-text.ts";
import { listInOrder } from "./list-in-order.ts";
import { routes } from "./manifest.ts";
import { listNearest } from "./nearest.ts";
import { presentClient, readNear } from "./present.ts";

export interface ClientList {
  db: AccountTable;
  criteria: Criteria;
  limit: number;
  after?: Position | undefined;
}

/**
 * Lists clients. The cost of a page does not grow with the account: every order and filter has its own sorted list, and
 * several filters are an intersection of such lists (docs/data-model.md).
 */
export const listClients = useCase(routes.list, async ({ query, actor, db, page }) => {
  const near = readNear(query.near);
  const list = { db, criteria: criteriaOf(query, actor), ...page };
  return shown(await choose(query, near, list), near);
});

const choose = (
  { q, sort }: ClientFilters & { sort?: "name" | "near" | "recent" | undefined },
  near: LatLng | undefined,
  list: ClientList,
): Promise<Page<Client>> => {
  if (q !== undefined) return findByText(q, list);
  if (sort === "near" && !near)
    throw new AppError("validation-failed", "`sort=near` needs `near=lat,lng`.", {
      errors: [{ pointer: "near", message: "Required for sort=near" }],
    });
  if (near && (sort === undefined || sort === "near")) return listNearest(near, list);
  if (sort === "recent") return listInOrder("recent", list);
  return list.criteria.facets.length === 0 && list.criteria.listings.length === 1
    ? listInOrder("name", list)
    : listFiltered(list);
};

/** Alphabetical, by the intersection of the filters' lists; read on until the page is full. */
const listFiltered = async ({ db, criteria, limit, after }: ClientList): Promise<Page<Client>> => {
  const lists = listsOf(db, criteria, limit);
  const items: Client[] = [];
  let from: Bound | undefined = after ? { key: after[0], inclusive: false } : { key: "", inclusive: true };
  while (from && items.length < limit) {
    const found: Intersection = await leapfrog(lists, { limit: limit - items.length, from });
    items.push(...(await clientsAt(db, found.keys)));
    from = found.next;
  }
  const last = items.at(-1);
  return from && last ? { items, next: [clientSortKey(last)] } : { items };
};

const shown = (page: Page<Client>, near: LatLng | undefined): Answer => ({
  status: 200,
  body: { data: page.items.map((client) => presentClient(client, near)) },
  writes: [],
  next: page.next,
});
