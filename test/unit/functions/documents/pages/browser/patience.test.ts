import { describe, expect, it } from "vitest";
import { stubborn } from "../../../../../../functions/documents/pages/browser/upload/patience.ts";
import { lost, Refusal } from "../../../../../../functions/documents/pages/browser/upload/refusal.ts";

/** Work that fails so many times, and what was waited meanwhile. */
const failing = (times: number, error: () => Error) => {
  const waited: number[] = [];
  let tries = 0;
  const done = stubborn(
    async () => {
      tries += 1;
      if (tries <= times) throw error();
      return "sent";
    },
    () => undefined,
    async (ms) => {
      waited.push(ms);
    },
  );
  return { done, waited };
};

describe("what a bad connection has broken", () => {
  it("is tried again, ever more patiently", async () => {
    const { done, waited } = failing(3, lost);
    expect(await done).toBe("sent");
    expect(waited).toEqual([1000, 2000, 4000]);
  });

  it("is given up after six waits", async () => {
    const { done, waited } = failing(7, lost);
    await expect(done).rejects.toThrow(TypeError);
    expect(waited).toHaveLength(6);
  });

  it("is not tried again when the file is refused", async () => {
    const { done, waited } = failing(1, () => new Refusal("too large", "too_large"));
    await expect(done).rejects.toThrow(Refusal);
    expect(waited).toEqual([]);
  });
});
