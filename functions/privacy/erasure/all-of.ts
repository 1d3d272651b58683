import type { Stored } from "../../../shared/db/entity.ts";
import type { Partition } from "../../../shared/db/keys.ts";
import type { AccountTable, ListOptions, Position } from "../../../shared/db/table.ts";

const PAGE = 100;

/** Everything of a list, a page at a time; what a page holds may be removed before the next is asked for. */
export async function* allOf(
  db: AccountTable,
  partition: Partition,
  options: Pick<ListOptions, "prefix" | "from" | "newestFirst"> = {},
): AsyncGenerator<Stored[]> {
  for (let after: Position | undefined; ; ) {
    const { items, next } = await db.listStored(partition, { ...options, limit: PAGE, after });
    if (items.length > 0) yield items;
    if (!next) return;
    after = next;
  }
}
