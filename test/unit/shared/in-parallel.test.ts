import { describe, expect, it } from "vitest";
import { inParallel } from "../../../shared/in-parallel.ts";

describe("work done side by side", () => {
  it("is all done, never more at a time than was said", async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await inParallel(3, Array.from({ length: 10 }, (_, n) => n).values(), async (n) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
      done.push(n);
    });
    expect(most).toBe(3);
    expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("ends with the first error once what was begun is done, and begins nothing more", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = inParallel(2, [0, 1, 2, 3], async (n) => {
      begun.push(n);
      if (n === 0) throw new Error("the first");
      await Promise.resolve();
      ended.push(n);
    });
    await expect(work).rejects.toThrow("the first");
    expect(begun).toEqual([0, 1]);
    expect(ended).toEqual([1]);
  });
});
