import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countTag, listTags, tagKey } from "../../../../shared/entities/tag.ts";
import { anAccountId } from "../../../support/a-client.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const at = "2026-03-02T15:00:00.000Z";

describe("tags", () => {
  it("are the same whatever their case and accents; signs stay what they are", () => {
    expect(["VIP", " vip ", "Vîp"].map(tagKey)).toEqual(["vip", "vip", "vip"]);
    expect(tagKey("★")).toBe("★");
  });

  it("that nobody has any more are passed by, so many at most for a page", async () => {
    const db = memoryTable().table.of(anAccountId);
    for (let number = 0; number < 300; number++) {
      const key = `a${String(number).padStart(3, "0")}`;
      await db.commit([countTag(anAccountId, { key, label: key, amount: number === 299 ? 1 : 0, at }, 0)]);
    }
    const pages: number[] = [];
    let page = await listTags(db, { limit: 1 });
    for (; page.next; page = await listTags(db, { limit: 1, after: page.next })) pages.push(page.items.length);
    expect(page.items.map(({ key }) => key)).toEqual(["a299"]);
    expect(pages).toEqual([0, 0, 0, 0]);
  });

  it("are listed page by page, each once, with the sum of its shards", async () => {
    const signs = fc.constantFrom("a", "b", " ", "#", "1", "★");
    const key = fc.string({ minLength: 1, maxLength: 4, unit: signs }).map(tagKey).filter(Boolean);
    const counts = fc.array(fc.nat(3), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, counts), fc.integer({ min: 1, max: 5 }), async (tags, limit) => {
        const db = memoryTable().table.of(anAccountId);
        for (const [key, shards] of Object.entries(tags)) {
          for (const [shard, amount] of shards.entries())
            await db.commit([countTag(anAccountId, { key, label: key, amount, at }, shard)]);
        }
        const seen: Record<string, number> = {};
        let page = await listTags(db, { limit });
        for (;;) {
          for (const { key, count } of page.items) {
            expect(seen[key]).toBeUndefined();
            seen[key] = count;
          }
          if (!page.next) break;
          expect(page.items).toHaveLength(limit);
          page = await listTags(db, { limit, after: page.next });
        }
        const sums = Object.entries(tags).map(([key, all]): [string, number] => [key, all.reduce((a, b) => a + b, 0)]);
        expect(seen).toEqual(Object.fromEntries(sums.filter(([, sum]) => sum > 0)));
      }),
    );
  });
});
