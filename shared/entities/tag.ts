import type { Stored } from "../db/entity.ts";
import { type AccountId, keys, partitions } from "../db/keys.ts";
import type { AccountTable, ListOptions, Page } from "../db/table.ts";
import { update, type Write } from "../db/writes.ts";
import { cut } from "../text/cut.ts";
import { fold } from "../text/fold.ts";
import { COUNTER_SHARDS } from "./counter.ts";

/** A tag of an account, with how many clients have it (those in the archive left out). */
export interface TagCount {
  key: string;
  /** As it was written last. */
  label: string;
  count: number;
}

const KEY_LENGTH = 100;

/** `VIP`, `vip` and `víp` are one tag. A tag of signs alone stays what it is. */
export const tagKey = (tag: string): string => cut(fold(tag) || tag.trim().toLowerCase(), KEY_LENGTH);

/** A change of one tag's count in the account's list. Not idempotent: see `countUp`. */
export const countTag = (
  account: AccountId,
  { key, label, amount, at }: { key: string; label: string; amount: number; at: string },
  shard: number,
): Write =>
  update(keys.tag(account, key, shard), {
    set: { entity: "tag", key, ...(label === "" ? {} : { label, labelledAt: at }) },
    add: { count: amount },
  });

/** Pages read for one: tags that nobody has any more are passed by, and a page of them may be short. */
const MOST_PAGES = 10;

/** The tags of an account that some client has, by their folded names. */
export const listTags = async (
  db: AccountTable,
  { limit, after, prefix }: Pick<ListOptions, "limit" | "after" | "prefix">,
): Promise<Page<TagCount>> => {
  const items: TagCount[] = [];
  let position = after;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    // A tag's shards stand side by side; the last group of a page may go on in the next one.
    const page = await db.listStored(partitions.tags(db.accountId), {
      limit: (limit + 1) * COUNTER_SHARDS,
      after: position,
      ...(prefix ? { prefix } : {}),
    });
    const groups = [...Map.groupBy(page.items, ({ key }) => String(key)).values()];
    if (page.next && groups.length > 1) groups.pop();
    for (const group of groups) {
      const tag = summed(group);
      if (tag.count > 0 && items.length === limit) return { items, ...(position ? { next: position } : {}) };
      if (tag.count > 0) items.push(tag);
      position = [group.at(-1)?.sk ?? ""];
    }
    if (!page.next) return { items };
  }
  return { items, ...(position ? { next: position } : {}) };
};

const summed = (shards: Stored[]): TagCount => {
  const latest = shards.reduce((a, b) => (String(b.labelledAt ?? "") > String(a.labelledAt ?? "") ? b : a));
  return {
    key: String(latest.key),
    label: String(latest.label ?? latest.key),
    count: shards.reduce((sum, { count }) => sum + Number(count), 0),
  };
};
