import { keys, partitions } from "../db/keys.ts";
import type { AccountTable, Position } from "../db/table.ts";
import { members } from "../entities/account.ts";
import { type CustomField, clientTypes, isIndexed } from "../entities/client.ts";
import { AppError, type FieldError } from "../errors.ts";
import { queryTokens } from "../text/search-query.ts";
import type { ClientFilters } from "./client-filters.ts";

/** Where a filter stands in the request: `type`, `field.plate`, or `/filter/field/plate`. */
export type Pointer = (name: string, key?: string) => string;

export const inQuery: Pointer = (name, key) => (key === undefined ? name : `${name}.${key}`);
export const inBody =
  (path: string): Pointer =>
  (name, key) =>
    [path, name, ...(key === undefined ? [] : [key.replaceAll("~", "~0").replaceAll("/", "~1")])].join("/");

/**
 * Refuses filters that no client of the account can meet: a type or a member that there is not, a field that no type makes
 * filterable. A tag that nobody has is none of these: somebody may get it.
 * @throws AppError `validation-failed` at each of them
 */
export const mustBeMeetable = async (db: AccountTable, filters: ClientFilters, pointer: Pointer): Promise<void> => {
  const errors = (
    await Promise.all([
      ofText(filters, pointer),
      ofType(db, filters, pointer),
      ofMember(db, filters, pointer),
      ofFields(db, filters, pointer),
    ])
  ).flat();
  if (errors.length > 0)
    throw new AppError("validation-failed", errors[0]?.message ?? "No client can meet this filter.", { errors });
};

/** The search keeps nothing of clients in the archive; the alphabetical list has them, by their first letter. */
const ofText = ({ q, status }: ClientFilters, pointer: Pointer): FieldError[] =>
  q !== undefined && status === "archived" && queryTokens(q).kind === "prefix"
    ? [{ pointer: pointer("q"), message: "Clients in the archive are found by their first letter only" }]
    : [];

const ofType = async (db: AccountTable, { type }: ClientFilters, pointer: Pointer): Promise<FieldError[]> => {
  if (type === undefined || (await db.get(clientTypes, keys.of(db.accountId, type)))) return [];
  return [{ pointer: pointer("type"), message: "No such client type" }];
};

const ofMember = async (db: AccountTable, { assignedTo }: ClientFilters, pointer: Pointer): Promise<FieldError[]> => {
  if (assignedTo === undefined || (await db.get(members, keys.of(db.accountId, assignedTo)))) return [];
  return [{ pointer: pointer("assignedTo"), message: "No such member" }];
};

const ofFields = async (db: AccountTable, { field = {} }: ClientFilters, pointer: Pointer): Promise<FieldError[]> => {
  const asked = new Set(Object.keys(field));
  for await (const { key, kind, filterable } of customFieldsOf(db, asked))
    if (filterable && isIndexed(kind)) asked.delete(key);
  return [...asked].map((key) => ({
    pointer: pointer("field", key),
    message: `No client type has a field ${key} to filter by`,
  }));
};

const TYPES = 100;

/** The custom fields of every type, as long as some are still looked for. */
async function* customFieldsOf(db: AccountTable, lookedFor: ReadonlySet<string>): AsyncGenerator<CustomField> {
  let after: Position | undefined;
  while (lookedFor.size > 0) {
    const page = await db.list(clientTypes, partitions.list(db.accountId, "CLIENT_TYPES"), { limit: TYPES, after });
    yield* page.items.flatMap(({ sections }) => sections.flatMap(({ fields }) => fields));
    if (!page.next) return;
    after = page.next;
  }
}
