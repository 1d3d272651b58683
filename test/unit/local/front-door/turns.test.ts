import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { createTurns } from "../../../../local/front-door/turns.ts";

/** Work that ends when it is told to; `begun` says in which order it was begun. */
const desk = (atOnce: number) => {
  const turns = createTurns(atOnce);
  const begun: string[] = [];
  const running: { who: string; end: PromiseWithResolvers<void> }[] = [];
  const ask = (who: string) =>
    turns(who, () => {
      const end = Promise.withResolvers<void>();
      begun.push(who);
      running.push({ who, end });
      return end.promise;
    });
  const endOne = async (failure?: Error) => {
    await new Promise(setImmediate);
    const first = running.shift();
    if (failure) first?.end.reject(failure);
    else first?.end.resolve();
    await new Promise(setImmediate);
  };
  return { ask, begun, running, endOne };
};

test("who asks for one thing waits for one of the many that another asked for before", async () => {
  const { ask, begun, endOne } = desk(1);
  const all = [..."aaaa", "b", "c", "b"].map(ask);
  for (const _ of all) await endOne();
  await Promise.all(all);
  expect(begun.join("")).toBe("aabcaba");
});

test("work that fails gives its room to the next", async () => {
  const { ask, begun, endOne } = desk(1);
  const [first, second] = [ask("a"), ask("b")];
  first.catch(() => undefined);
  await endOne(new Error("the engine is gone"));
  await endOne();
  await expect(first).rejects.toThrow("gone");
  await second;
  expect(begun).toEqual(["a", "b"]);
});

property.prop([fc.array(fc.constantFrom("a", "b", "c", "end"), { maxLength: 30 }), fc.integer({ min: 1, max: 3 })])(
  "all of it is done, each one's in order, and never more at a time than there is room",
  async (steps, atOnce) => {
    const { ask, begun, running, endOne } = desk(atOnce);
    const all: Promise<unknown>[] = [];
    for (const step of steps) {
      if (step === "end") await endOne();
      else all.push(ask(step));
      expect(running.length).toBeLessThanOrEqual(atOnce);
    }
    for (const _ of all) await endOne();
    await Promise.all(all);
    expect(begun.toSorted()).toEqual(steps.filter((step) => step !== "end").toSorted());
  },
);
