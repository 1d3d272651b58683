import { describe, expect, it } from "vitest";
import type { Pace } from "../../../../../functions/campaigns/sending/pace.ts";
import { toStored } from "../../../../../shared/db/entity.ts";
import { campaignChunks } from "../../../../../shared/entities/campaign-chunk.ts";
import { badTemper, evenTemper } from "../../../../support/campaigns/provider.ts";
import { seeded } from "../../../../support/campaigns/random.ts";
import { chunksIn } from "../../../../support/campaigns/scenario.ts";
import { dying, expectExactlyOnce, finished, simulate } from "../../../../support/campaigns/simulation.ts";
import { races } from "../../../../support/races.ts";

const refusing = { email: { general: true, marketing: false }, sms: { general: true, marketing: false } };

describe("a campaign's sending", () => {
  it("sends the e-mail to everybody once", async () => {
    const told = await finished(230, { random: seeded(1) });
    await expectExactlyOnce(told);
    expect(told.world.provider.calls).toBe(Math.ceil(154 / 50) + Math.ceil(77 / 50));
  });

  it("ends at once when nobody is to get it", async () => {
    const told = await finished(30, { random: seeded(2), client: () => ({ subscriptions: refusing }) });
    await expectExactlyOnce(told, []);
    expect(told.world.provider.calls).toBe(0);
  });

  it("comes back to chunks whose messages are lost", async () => {
    const random = seeded(4);
    let lost = 0;
    const told = await finished(130, { random, loses: (queue) => queue === "chunks" && lost++ < 3 });
    expect(lost).toBeGreaterThan(3);
    await expectExactlyOnce(told);
  });

  it("asks again for whom the provider puts off, however often their chunk was claimed and given back", async () => {
    const random = seeded(5);
    const told = await simulate(60, {
      random,
      temper: { ...evenTemper, putOff: 0.5 },
      meanwhile: () => {
        for (const chunk of chunksIn(told.world.store))
          if (chunk.state === "planned") told.world.store.set(toStored(campaignChunks, { ...chunk, attempt: 60 }));
      },
    });
    await told.world.run();
    await expectExactlyOnce(told);
  });

  it("waits as long as it takes while the provider's day is spent, without asking more and more often", {
    timeout: 60_000,
  }, async () => {
    const hours = 26;
    let ends = Number.POSITIVE_INFINITY;
    const temper = { ...evenTemper, spent: () => told.world.now().getTime() < ends };
    const told = await simulate(60, { random: seeded(6), temper });
    ends = told.world.now().getTime() + hours * 3_600_000;
    await told.world.run();
    await expectExactlyOnce(told);
    const chunks = chunksIn(told.world.store);
    expect(chunks.map(({ postponed }) => postponed)).toEqual(chunks.map(() => undefined));
    // One round of messages asks four times an hour; those that the planner adds in doubt become rarer and rarer.
    expect(told.world.provider.calls).toBeLessThan(chunks.length * 4 * hours * 8);
  });

  it("queues each chunk once where no message is lost, however often the planner looks", async () => {
    let queued = 0;
    const counted = (queue: string) => {
      if (queue === "chunks") queued += 1;
      return false;
    };
    const told = await finished(230, { random: seeded(9), loses: counted });
    expect(queued).toBe(chunksIn(told.world.store).length);
  });

  it("gives its turn back as far as no call came of it, also where it would wait too long for it", async () => {
    const random = seeded(11);
    let taken = 0;
    const pace: Pace = {
      callSize: 20,
      reserve(recipients) {
        taken += recipients;
        return random.chance(0.3) ? 20_000 : 0;
      },
      giveBack(recipients) {
        taken -= recipients;
      },
    };
    const told = await finished(130, { random, pace, trouble: 0.05 });
    await expectExactlyOnce(told);
    expect(taken).toBe(told.world.provider.taken.length);
  });

  it("loses nobody and sends nothing twice, wherever one worker dies", { timeout: 120_000 }, async () => {
    const { world } = await finished(54, { random: seeded(7) });
    const gates = world.gates();
    for (let gate = 1; gate <= gates; gate++) {
      const told = await finished(54, { random: seeded(7), dies: (at) => at === gate });
      await expectExactlyOnce(told);
    }
  });

  const seeds = Array.from({ length: 100 * races }, (_, seed) => seed);

  it("keeps its word under a provider that throttles, mixes results and drops connections, with workers dying", {
    timeout: 300_000 * races,
  }, async () => {
    for (const seed of seeds) {
      const random = seeded(seed);
      const told = await finished(120, {
        random,
        temper: badTemper,
        trouble: 0.02,
        dies: dying(random, 0.02, 5),
      });
      await expectExactlyOnce(told).catch((error: unknown) => {
        throw new Error(`seed ${seed}`, { cause: error });
      });
    }
  });
});
