import type { Stored } from "../../shared/db/entity.ts";
import { compareKeys } from "../../shared/text/compare-keys.ts";

/** The names of the attributes that the table and each of its indexes are keyed by. */
const lists = ["", "gsi1", "gsi2", "gsi3"].map((index) => ({ hash: `${index}pk`, range: `${index}sk` }));

/** Items by their address, and each partition of the table and its indexes in the order of its sort keys. */
export class StoredItems extends Map<string, Stored> {
  readonly #partitions = new Map<string, Stored[]>();

  override set(address: string, item: Stored): this {
    const before = this.get(address);
    if (before) this.#takeOut(before);
    for (const { hash, range } of lists) {
      if (typeof item[hash] !== "string") continue;
      const name = `${hash}\u0000${item[hash]}`;
      const partition = this.#partitions.get(name);
      if (partition) partition.splice(placeOf(partition, range, item), 0, item);
      else this.#partitions.set(name, [item]);
    }
    return super.set(address, item);
  }

  override delete(address: string): boolean {
    const before = this.get(address);
    if (before) this.#takeOut(before);
    return super.delete(address);
  }

  override clear(): void {
    this.#partitions.clear();
    super.clear();
  }

  /** The items with this value of a partition key, by their sort keys. */
  partition(hash: string, value: string): readonly Stored[] {
    return this.#partitions.get(`${hash}\u0000${value}`) ?? [];
  }

  #takeOut(item: Stored): void {
    for (const { hash, range } of lists) {
      const partition = this.#partitions.get(`${hash}\u0000${item[hash]}`);
      if (!partition) continue;
      const place = placeOf(partition, range, item);
      if (partition[place] === item) partition.splice(place, 1);
    }
  }
}

/** Where an item stands, or would: by its sort key, and by its own key where several have the same. */
const placeOf = (partition: readonly Stored[], range: string, item: Stored): number =>
  firstWhere(partition, (other) => inOrder(range, other, item) >= 0);

const inOrder = (range: string, a: Stored, b: Stored): number =>
  compareKeys(String(a[range]), String(b[range])) || compareKeys(a.pk, b.pk) || compareKeys(a.sk, b.sk);

/** The number of the first of a sorted list that meets what all after it meet; its length where none does. */
export const firstWhere = <T>(sorted: readonly T[], meets: (one: T) => boolean): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = sorted[middle];
    if (one !== undefined && meets(one)) high = middle;
    else low = middle + 1;
  }
  return low;
};
