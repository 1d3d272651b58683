import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type Bound, type KeyPage, leapfrog, type SortedList } from "../../../../shared/paging/leapfrog.ts";
import { compareKeys } from "../../../../shared/text/compare-keys.ts";

class CountedList implements SortedList {
  readonly keys: readonly string[];
  readonly #pageSize: number;
  reads = 0;
  keysRead = 0;

  constructor(keys: Iterable<string>, pageSize: number) {
    this.keys = [...new Set(keys)].toSorted(compareKeys);
    this.#pageSize = pageSize;
  }

  async seek({ key, inclusive }: Bound): Promise<KeyPage> {
    this.reads += 1;
    const start = this.keys.findIndex((other) =>
      inclusive ? compareKeys(other, key) >= 0 : compareKeys(other, key) > 0,
    );
    const rest = start < 0 ? [] : this.keys.slice(start);
    this.keysRead += Math.min(rest.length, this.#pageSize);
    return { keys: rest.slice(0, this.#pageSize), more: rest.length > this.#pageSize };
  }
}

const naive = (lists: readonly CountedList[]): string[] =>
  (lists[0]?.keys ?? []).filter((key) => lists.every((list) => list.keys.includes(key)));

const key = fc.string({ unit: fc.constantFrom("a", "b", "c", "#", "é", "😀", "\uff5e"), minLength: 1, maxLength: 4 });
const lists = fc
  .tuple(fc.array(fc.array(key, { maxLength: 60 }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 9 }))
  .map(([all, pageSize]) => all.map((keys) => new CountedList(keys, pageSize)));
const numbered = (count: number, step: number): string[] =>
  Array.from({ length: count }, (_, i) => String(i * step).padStart(8, "0"));

describe("the intersection of sorted lists", () => {
  test.prop([lists], { numRuns: 1_000 })("is that of a naive one, and reads no key twice", async (all) => {
    const { keys, next, reads } = await leapfrog(all, { limit: 1_000, maxReads: 10_000 });
    expect(keys).toEqual(naive(all));
    expect(next).toBeUndefined();
    expect(reads).toBe(all.reduce((sum, list) => sum + list.reads, 0));
    for (const list of all) expect(list.keysRead).toBeLessThanOrEqual(list.keys.length);
  });

  test.prop([lists, fc.integer({ min: 1, max: 7 })], { numRuns: 1_000 })(
    "comes page by page, each full while there is more",
    async (all, limit) => {
      const pages: string[][] = [];
      let from: Bound | undefined;
      do {
        const page = await leapfrog(all, { limit, ...(from ? { from } : {}) });
        pages.push(page.keys);
        from = page.next;
        expect(page.keys.length === limit || from === undefined).toBe(true);
      } while (from);
      expect(pages.flat()).toEqual(naive(all));
      expect(pages.length).toBe(Math.max(1, Math.ceil(naive(all).length / limit)));
    },
  );

  test.prop([lists, fc.integer({ min: 1, max: 12 })], { numRuns: 1_000 })(
    "is whole however few reads are allowed at a time",
    async (all, maxReads) => {
      const found: string[] = [];
      let from: Bound | undefined;
      do {
        const page = await leapfrog(all, { limit: 5, maxReads, ...(from ? { from } : {}) });
        expect(page.reads).toBeLessThanOrEqual(Math.max(maxReads, all.length));
        found.push(...page.keys);
        from = page.next;
      } while (from);
      expect(found).toEqual(naive(all));
    },
  );

  it("reads a long list about once for each key of a short one", async () => {
    const short = new CountedList(numbered(10, 9_973), 25);
    const long = new CountedList(numbered(100_000, 1), 25);
    const { keys, reads } = await leapfrog([long, short], { limit: 25 });
    expect(keys).toHaveLength(10);
    expect(reads).toBeLessThanOrEqual(13);
  });

  it("costs the same in lists of a thousand and of a hundred thousand", async () => {
    const reads = await Promise.all(
      [1_000, 100_000].map(async (size) => {
        const answer = await leapfrog(
          [new CountedList(numbered(size, 1), 25), new CountedList(numbered(size, 1), 25)],
          { limit: 25 },
        );
        return answer.reads;
      }),
    );
    expect(reads).toEqual([4, 4]);
  });

  it("gives up in time on lists that never meet, and says where to go on", async () => {
    const even = new CountedList(numbered(100_000, 2), 1);
    const odd = new CountedList(
      numbered(100_000, 2).map((key) => `${key}a`),
      1,
    );
    const { keys, next, reads } = await leapfrog([even, odd], { limit: 25, maxReads: 50 });
    expect(keys).toEqual([]);
    expect(reads).toBeLessThanOrEqual(50);
    expect(next).toMatchObject({ inclusive: false });
  });

  it("asks all lists at once", async () => {
    let [running, most] = [0, 0];
    const watched = (list: CountedList): SortedList => ({
      seek: async (from) => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        return list.seek(from);
      },
    });
    await leapfrog(
      [0, 1, 2].map(() => watched(new CountedList(numbered(5, 1), 25))),
      { limit: 3 },
    );
    expect(most).toBe(3);
  });

  it("needs a list", async () => {
    await expect(leapfrog([], { limit: 1 })).rejects.toThrow(RangeError);
  });
});
