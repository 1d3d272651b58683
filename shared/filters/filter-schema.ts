import * as z from "zod/mini";
import * as field from "../http/fields.ts";
import { lazy } from "../lazy.ts";
import type { ClientFilters } from "./client-filters.ts";

const { list, oneOf, optional, record, text } = field;

const MOST_TAGS = 20;
const MOST_FIELDS = 20;

const tag = () => text(1, 100);
/** One tag, or several that a client must have together: `tag=a&tag=b`. */
const tags = lazy(() =>
  z.union(
    [tag(), list(tag(), MOST_TAGS).check(z.minLength(1))],
    `Expected a tag of 1 to 100 characters, or a list of up to ${MOST_TAGS} of them`,
  ),
);

const fields = lazy(() =>
  record(text(1, 50), text(1, 200)).check(
    z.refine((given) => Object.keys(given).length > 0, "Name a field"),
    z.refine((given) => Object.keys(given).length <= MOST_FIELDS, `Name ${MOST_FIELDS} fields at most`),
    z.meta({ minProperties: 1, maxProperties: MOST_FIELDS }),
  ),
);

/** The filters as a query or a body has them, all combined with AND: the shape of one schema more. */
export const filterShape = lazy(() => ({
  q: optional(text(1, 100)),
  type: optional(field.id("clientType")),
  tag: optional(tags()),
  mobile: optional(oneOf(["with", "without"])),
  subscription: optional(oneOf(["unsubscribed"])),
  assignedTo: optional(text(2, 40)),
  field: optional(fields()),
  status: optional(oneOf(["active", "archived"])),
  includeDisabled: optional(field.flag()),
})) satisfies () => { [Name in keyof ClientFilters]-?: z.ZodMiniType<ClientFilters[Name], unknown> };

/** Filters in a body, or as a job keeps them. */
export const filterInput = lazy(() => z.strictObject(filterShape()));
