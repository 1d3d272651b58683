import fc from "fast-check";
import { expect, it } from "vitest";
import { lostCall } from "../../../support/memory-table.ts";
import { beyondTheReceipt, withEverything } from "../../../support/person-with-everything.ts";
import { type Killer, type PrivacyWorld, privacyWorld } from "../../../support/privacy-world.ts";

/** Lets so many calls through, and dies. */
const killedAfter = (calls: number): Killer => {
  let left = calls;
  return () => {
    if (left === 0) throw lostCall();
    left -= 1;
  };
};

/** An erasure that is asked for; its worker has not begun. */
const asked = async (): Promise<{ world: PrivacyWorld; erasureId: string; jobId: string }> => {
  const world = await privacyWorld();
  const { id } = await withEverything(world);
  const { body } = await world.erase(id);
  return { world, erasureId: body.erasureId, jobId: body.job.id };
};

const receiptOf = async (world: PrivacyWorld, erasureId: string) => {
  const { status, erased, kept } = await world.receipt(erasureId);
  return { status, erased, kept: kept.map(({ what, count }) => ({ what, count })) };
};

/** Runs the job's message again and again, its worker killed where told, until a try comes through. */
const runThrough = async (world: PrivacyWorld, jobId: string, deaths: readonly number[]) => {
  for (const [index, calls] of deaths.entries()) {
    await world.runPrivacy(jobId, index + 1, killedAfter(calls)).catch(() => undefined);
    await world.follow();
    // The message returns when the lease of the dead has ended.
    world.pass(16 * 60);
  }
  await world.runPrivacy(jobId, 1);
  await world.follow();
};

const undisturbed = async () => {
  const { world, erasureId, jobId } = await asked();
  let calls = 0;
  await world.runPrivacy(jobId, 1, () => {
    calls += 1;
  });
  return { calls, receipt: await receiptOf(world, erasureId) };
};

it("goes on wherever its worker is killed, and the receipt says the same", { timeout: 120_000 }, async () => {
  const { calls, receipt } = await undisturbed();
  expect(receipt.status).toBe("finished");
  const death = fc.integer({ min: 0, max: calls });
  await fc.assert(
    fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 4 }), async (deaths) => {
      const { world, erasureId, jobId } = await asked();
      await runThrough(world, jobId, deaths);
      expect(beyondTheReceipt(world)).toEqual([]);
      expect(await receiptOf(world, erasureId)).toEqual(receipt);
    }),
    { numRuns: Number(process.env.HISTORIES ?? 25) },
  );
});
