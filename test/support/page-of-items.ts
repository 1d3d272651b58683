import type { Stored } from "../../shared/db/entity.ts";
import type { Partition } from "../../shared/db/keys.ts";
import type { ListOptions, Page, Position } from "../../shared/db/table.ts";
import { compareKeys } from "../../shared/text/compare-keys.ts";
import { firstWhere, type StoredItems } from "./stored-items.ts";

/** A page of a partition, as DynamoDB answers a query. */
export const pageOf = (items: StoredItems, { index, pk }: Partition, options: ListOptions): Page<Stored> => {
  const { limit, after, newestFirst, prefix, from, to } = options;
  const [hash, range] = index ? [`${index}pk`, `${index}sk`] : ["pk", "sk"];
  const sorted = items.partition(hash, pk);
  const keyOf = (item: Stored) => String(item[range]);
  const fromStart = (meets: (item: Stored) => boolean) => firstWhere(sorted, meets);
  const compare = (item: Stored, [key, itsPk, itsSk]: Position) =>
    compareKeys(keyOf(item), key) || compareKeys(item.pk, itsPk ?? item.pk) || compareKeys(item.sk, itsSk ?? item.sk);

  const begin = Math.max(
    from === undefined ? 0 : fromStart((item) => compareKeys(keyOf(item), from) >= 0),
    prefix === undefined ? 0 : fromStart((item) => compareKeys(keyOf(item), prefix) >= 0),
    after && !newestFirst ? fromStart((item) => compare(item, after) > 0) : 0,
  );
  const end = Math.min(
    to === undefined ? sorted.length : fromStart((item) => compareKeys(keyOf(item), to) > 0),
    prefix === undefined ? sorted.length : fromStart((item) => isBehind(keyOf(item), prefix)),
    after && newestFirst ? fromStart((item) => compare(item, after) >= 0) : sorted.length,
  );
  const found = newestFirst
    ? sorted.slice(Math.max(begin, end - limit - 1), Math.max(begin, end)).reverse()
    : sorted.slice(begin, Math.min(end, begin + limit + 1));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  if (found.length <= limit || !last) return { items: page };
  return { items: page, next: index ? [keyOf(last), last.pk, last.sk] : [keyOf(last)] };
};

/** Whether a key comes after all that begin so. */
const isBehind = (key: string, prefix: string): boolean => compareKeys(key, prefix) > 0 && !key.startsWith(prefix);
