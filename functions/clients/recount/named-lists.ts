import { type Partition, partitions } from "../../../shared/db/keys.ts";
import type { AccountTable, ListOptions, Page, Position } from "../../../shared/db/table.ts";
import { members } from "../../../shared/entities/account.ts";
import { type CustomField, clientTypes } from "../../../shared/entities/client.ts";
import { type ListedValue, lists } from "../../../shared/entities/facet.ts";

interface Named {
  items: ListedValue[];
  next: string | undefined;
}

/** Lists that an account has whether somebody stands in them or not. Values that are typed freely nobody knows by name. */
export const namedLists = async (
  db: AccountTable,
  stage: "types" | "members",
  after: string | undefined,
  limit: number,
): Promise<Named> => {
  const options = { limit, after: after === undefined ? undefined : (JSON.parse(after) as Position) };
  const whose = partitions.list(db.accountId, stage === "types" ? "CLIENT_TYPES" : "MEMBERS");
  const [page, items] = stage === "types" ? await typesOf(db, whose, options) : await membersOf(db, whose, options);
  return {
    items: after === undefined && stage === "types" ? [...ofEverybody, ...items] : items,
    next: page.next && JSON.stringify(page.next),
  };
};

const ofEverybody: readonly ListedValue[] = [
  lists.all,
  lists.mobile("with"),
  lists.mobile("without"),
  lists.unsubscribed,
];

const typesOf = async (
  db: AccountTable,
  whose: Partition,
  options: ListOptions,
): Promise<[Page<unknown>, ListedValue[]]> => {
  const page = await db.list(clientTypes, whose, options);
  const items = page.items.flatMap(({ id, sections }) => [
    lists.type(id),
    ...sections.flatMap(({ fields }) => fields.filter(({ filterable }) => filterable).flatMap(chosen)),
  ]);
  return [page, items];
};

/** What can be chosen of a field. */
const chosen = ({ key, kind, options = [] }: CustomField): ListedValue[] =>
  (kind === "boolean" ? ["true", "false"] : options).map((value) => lists.custom(key, value));

const membersOf = async (
  db: AccountTable,
  whose: Partition,
  options: ListOptions,
): Promise<[Page<unknown>, ListedValue[]]> => {
  const page = await db.list(members, whose, options);
  return [page, page.items.map(({ id }) => lists.assignedTo(id))];
};
