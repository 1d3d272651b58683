import { describe, expect, it } from "vitest";
import { presentCampaign } from "../../../../../functions/campaigns/present.ts";
import type { AbTest, Campaign } from "../../../../../shared/entities/campaign.ts";
import { badTemper, evenTemper } from "../../../../support/campaigns/provider.ts";
import { seeded } from "../../../../support/campaigns/random.ts";
import {
  bothResults,
  changeCampaign,
  chunksIn,
  readCampaignNow,
  sendRequested,
} from "../../../../support/campaigns/scenario.ts";
import {
  dying,
  expectExactlyOnce,
  expectSoundLedger,
  type Simulation,
  type SimulationOptions,
  simulate,
} from "../../../../support/campaigns/simulation.ts";
import { races } from "../../../../support/races.ts";

const seeds = Array.from({ length: 25 * races }, (_, seed) => 2000 + seed);

const abTest: AbTest = {
  subjects: ["Vos pneus", "L'hiver arrive, {client_first_name}", "Dernier appel"],
  samplePercent: 30,
  waitMinutes: 60,
  metric: "viewed",
};
const asSent = ["Vos pneus", "L'hiver arrive, Noémie", "Dernier appel"];

const tried = (size: number, options: SimulationOptions, test: Partial<AbTest> = {}): Promise<Simulation> =>
  simulate(size, { campaign: () => ({ abTest: { ...abTest, ...test }, testState: "sampling" }), ...options });

/** Each got the subject that their place was drawn, the rest the winner; and the counters are those of the ledger. */
const expectFairTest = async ({ world, campaign }: Simulation): Promise<Campaign> => {
  const now = await readCampaignNow(world.table, campaign);
  const variants = new Map(chunksIn(world.store).map(({ number, variant }) => [number, variant]));
  for (const { chunk, subject } of world.provider.taken)
    expect(subject).toBe(asSent[variants.get(chunk) ?? now.winner ?? -1]);
  const { kept, recounted } = bothResults(world.store, campaign);
  expect(kept).toEqual(recounted);
  return now;
};

const inEverySeed = async (check: (seed: number) => Promise<void>): Promise<void> => {
  for (const seed of seeds)
    await check(seed).catch((error: unknown) => {
      throw new Error(`with seed ${seed}`, { cause: error });
    });
};

describe("a campaign whose subjects are tried", () => {
  it("sends the sample first, then the subject that was opened most to the rest", async () => {
    const told = await tried(300, { random: seeded(1), temper: { ...evenTemper, opened: 0.4 } });
    await told.world.run();
    await expectExactlyOnce(told);
    const { winner, testState, testEndsAt, finishedAt } = await expectFairTest(told);
    expect(testState).toBe("decided");
    expect(Date.parse(finishedAt ?? "")).toBeGreaterThan(Date.parse(testEndsAt ?? ""));
    const { kept } = bothResults(told.world.store, told.campaign);
    const rates = kept.map(({ viewed, sent }) => viewed / sent);
    expect(rates[winner ?? -1]).toBe(Math.max(...rates));
    const sample = kept.reduce((sum, { sent }) => sum + sent, 0);
    expect(sample).toBeGreaterThan(60);
    expect(sample).toBeLessThan(120);
  });

  it("tries each subject on somebody, however few there are, and ends when there is no rest", async () => {
    const told = await tried(3, { random: seeded(2), leastTried: 0 }, { samplePercent: 1 });
    await told.world.run();
    await expectExactlyOnce(told);
    const { kept } = bothResults(told.world.store, told.campaign);
    expect(kept.map(({ sent }) => sent)).toEqual([1, 1, 1]);
    expect(await readCampaignNow(told.world.table, told.campaign)).toMatchObject({ testState: "decided" });
  });

  it("sends the first subject to all where they are too few for a test, and says so", async () => {
    for (const size of [1, 5, 60, 199]) {
      const told = await tried(size, { random: seeded(size), leastTried: 20 });
      await told.world.run();
      await expectExactlyOnce(told);
      expect(new Set(told.world.provider.taken.map(({ subject }) => subject))).toEqual(new Set([asSent[0]]));
      const now = await readCampaignNow(told.world.table, told.campaign);
      expect(now).toMatchObject({ testState: "too_few", winner: 0, status: "finished" });
      expect(presentCampaign(now, told.world.now()).abTest).toEqual({ ...abTest, state: "too_few", winner: 0 });
    }
  });

  it("tries them as soon as they are enough", async () => {
    const told = await tried(200, { random: seeded(5), leastTried: 20 });
    await told.world.run();
    await expectExactlyOnce(told);
    expect(await expectFairTest(told)).toMatchObject({ testState: "decided" });
  });

  it("goes on without a test, wherever one worker dies", { timeout: 120_000 }, async () => {
    const told = await tried(6, { random: seeded(8), leastTried: 20 });
    await told.world.run();
    for (let gate = 1; gate <= told.world.gates(); gate++) {
      const again = await tried(6, { random: seeded(8), leastTried: 20, dies: (at) => at === gate });
      await again.world.run();
      await expectExactlyOnce(again);
      expect(new Set(again.world.provider.taken.map(({ subject }) => subject))).toEqual(new Set([asSent[0]]));
    }
  });

  it("loses nobody and sends nothing twice, wherever one worker dies", { timeout: 240_000 }, async () => {
    const undisturbed = await tried(40, { random: seeded(7) });
    await undisturbed.world.run();
    for (let gate = 1; gate <= undisturbed.world.gates(); gate++) {
      const told = await tried(40, { random: seeded(7), dies: (at) => at === gate });
      await told.world.run();
      await expectExactlyOnce(told);
      await expectFairTest(told);
    }
  });

  it("keeps its word under a bad provider, with workers dying, late events, pauses and a choice by hand", {
    timeout: 300_000 * races,
  }, async () => {
    await inEverySeed(async (seed) => {
      const random = seeded(seed);
      let now: Simulation | undefined;
      const byHand = random.chance(0.3);
      const told = await tried(
        130,
        {
          random,
          temper: badTemper,
          trouble: 0.02,
          dies: dying(random, 0.02, 5),
          meanwhile: () => now && disturb(now, byHand, random.chance(0.02)),
        },
        { waitMinutes: random.pick([1, 60]) },
      );
      now = told;
      await told.world.run();
      while (stored(told).status === "paused") {
        resume(told);
        await told.world.run();
      }
      await expectExactlyOnce(told);
      await expectFairTest(told);
    });
  });

  it("sends the rest to nobody once it is cancelled", { timeout: 120_000 * races }, async () => {
    await inEverySeed(async (seed) => {
      const random = seeded(seed);
      let now: Simulation | undefined;
      const told = await tried(130, {
        random,
        temper: badTemper,
        dies: dying(random, 0.01, 2),
        meanwhile: () => {
          if (now && stored(now).testState === "waiting" && stored(now).status === "sending")
            changeCampaign(now.world.store, now.campaign, { status: "cancelled" });
        },
      });
      now = told;
      await told.world.run();
      expectSoundLedger(told);
      const { status, winner } = await expectFairTest(told);
      expect(status).toBe("cancelled");
      expect(winner).toBeUndefined();
      const held = chunksIn(told.world.store).filter(({ variant }) => variant === undefined);
      expect(held.every(({ state, attempt }) => state === "planned" && attempt === 0)).toBe(true);
    });
  });
});

const stored = ({ world, campaign }: Simulation): Campaign => changeCampaign(world.store, campaign, {});

const resume = (told: Simulation): void => {
  const { world, campaign } = told;
  const next = changeCampaign(world.store, campaign, { status: "sending", round: stored(told).round + 1 });
  world.put("plans", sendRequested(next));
};

/** People pause and resume it, or choose a subject before its time. */
const disturb = (told: Simulation, byHand: boolean, now: boolean): void => {
  const { world, campaign } = told;
  if (!now || world.turn() > 1500) return;
  const { status, round, winner } = stored(told);
  if (byHand && winner === undefined && status === "sending" && world.turn() > 100)
    changeCampaign(world.store, campaign, { winner: 2, testState: "decided", round: round + 1 });
  else if (status === "sending") changeCampaign(world.store, campaign, { status: "paused" });
  else if (status === "paused") resume(told);
};
