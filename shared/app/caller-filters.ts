import type { AccountTable } from "../db/table.ts";
import { lists } from "../entities/facet.ts";
import { invalid } from "../errors.ts";
import { mustBeMeetable, type Pointer } from "../filters/check-filters.ts";
import { type ClientFilters, type Criteria, criteriaOf } from "../filters/client-filters.ts";
import type { Actor } from "./actor.ts";
import { isRestricted } from "./visibility.ts";

/** `assignedTo=me` as the member's id. @throws AppError `validation-failed` where nobody is meant */
export const withoutMe = <Filters extends ClientFilters>(filters: Filters, actor: Actor, pointer: Pointer): Filters => {
  if (filters.assignedTo !== "me") return filters;
  if (actor.kind === "person") return { ...filters, assignedTo: actor.id };
  throw invalid(pointer("assignedTo"), "`me` is for people; an API key names a member");
};

/** What a caller asks for. Field staff that see only their own get that as one filter more. */
export const criteriaFor = (filters: ClientFilters, actor: Actor): Criteria => {
  const criteria = criteriaOf(filters);
  return isRestricted(actor) ? { ...criteria, lists: [...criteria.lists, lists.assignedTo(actor.id)] } : criteria;
};

/** Filters for work that goes on without its caller. @throws AppError `validation-failed` for those that nobody can meet */
export const filtersToKeep = async <Filters extends ClientFilters>(
  db: AccountTable,
  actor: Actor,
  filters: Filters,
  pointer: Pointer,
): Promise<Filters> => {
  const named = withoutMe(filters, actor, pointer);
  await mustBeMeetable(db, named, pointer);
  return named;
};
