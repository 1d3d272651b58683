import { expect, it } from "vitest";
import { settleAll } from "../../../shared/settle-all.ts";

it("gives what each came to, in their order", async () => {
  expect(await settleAll([Promise.resolve(1), "two"])).toEqual([1, "two"]);
});

it("fails with the first that failed, when the others have come to their end", async () => {
  const { promise: other, resolve: end } = Promise.withResolvers<void>();
  const refused = new Error("refused");
  let failed: unknown;
  const all = settleAll([other, Promise.reject(refused)]).catch((error: unknown) => {
    failed = error;
  });
  await new Promise(setImmediate);
  expect(failed).toBeUndefined();
  end();
  await all;
  expect(failed).toBe(refused);
});
