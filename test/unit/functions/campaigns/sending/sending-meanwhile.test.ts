import { describe, expect, it } from "vitest";
import { messageFor } from "../../../../../functions/campaigns/sending/queues.ts";
import { fromStored, isOf } from "../../../../../shared/db/entity.ts";
import { campaignChunks } from "../../../../../shared/entities/campaign-chunk.ts";
import type { Client } from "../../../../../shared/entities/client.ts";
import { badTemper } from "../../../../support/campaigns/provider.ts";
import { type Random, seeded } from "../../../../support/campaigns/random.ts";
import {
  changeCampaign,
  changeClient,
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
  takenBy,
} from "../../../../support/campaigns/simulation.ts";
import { races } from "../../../../support/races.ts";

const seeds = Array.from({ length: 25 * races }, (_, seed) => 1000 + seed);

/** Simulates a sending with things happening in some turns, for every seed. */
const withEverySeed = async (
  size: number,
  options: (random: Random) => Partial<SimulationOptions>,
  happen: (told: Simulation, random: Random) => void,
  expected: (told: Simulation) => Promise<void> | void,
): Promise<void> => {
  for (const seed of seeds) {
    const random = seeded(seed);
    let now: Simulation | undefined;
    const told = await simulate(size, {
      random,
      trouble: 0.02,
      ...options(random),
      meanwhile: () => now && happen(now, random),
    });
    now = told;
    try {
      await told.world.run();
      await expected(told);
    } catch (error) {
      throw new Error(`with seed ${seed}`, { cause: error });
    }
  }
};

/** Once in a while, for each of the clients at most once. */
const toSome = (clients: readonly Client[], random: Random, act: (client: Client) => void, done: Set<string>): void => {
  if (!random.chance(0.1)) return;
  const client = random.pick(clients);
  if (done.has(client.id) || done.size > clients.length / 3) return;
  done.add(client.id);
  act(client);
};

describe("while a campaign is being sent", () => {
  it("respects an unsubscription until the very chunk", { timeout: 120_000 * races }, async () => {
    const refusedAt = new Map<string, number>();
    await withEverySeed(
      110,
      (random) => {
        refusedAt.clear();
        return { temper: badTemper, dies: dying(random, 0.01, 2) };
      },
      ({ world, clients }, random) =>
        toSome(
          clients,
          random,
          (client) => {
            const { sms } = client.subscriptions;
            changeClient(
              world.store,
              client,
              { subscriptions: { email: { general: true, marketing: false }, sms } },
              world.now(),
            );
            refusedAt.set(client.id, world.turn());
          },
          new Set(refusedAt.keys()),
        ),
      async (told) => {
        const late = told.world.readBefore.filter(({ client, readAt }) => readAt > (refusedAt.get(client) ?? Infinity));
        expect(late).toEqual([]);
        expect(refusedAt.size).toBeGreaterThan(0);
        const taken = takenBy(told);
        await expectExactlyOnce(
          told,
          told.clients.filter(({ id }) => !refusedAt.has(id) || taken.has(id) || told.world.provider.refused.has(id)),
        );
      },
    );
  });

  it("sends nothing to a client who was archived before their chunk's turn", { timeout: 120_000 * races }, async () => {
    const archivedAt = new Map<string, number>();
    await withEverySeed(
      110,
      () => {
        archivedAt.clear();
        return {};
      },
      ({ world, clients }, random) =>
        toSome(
          clients,
          random,
          (client) => {
            changeClient(world.store, client, { status: "archived" }, world.now());
            archivedAt.set(client.id, world.turn());
          },
          new Set(archivedAt.keys()),
        ),
      async (told) => {
        const late = told.world.readBefore.filter(
          ({ client, readAt }) => readAt > (archivedAt.get(client) ?? Infinity),
        );
        expect(late).toEqual([]);
        const taken = takenBy(told);
        await expectExactlyOnce(
          told,
          told.clients.filter(({ id }) => !archivedAt.has(id) || taken.has(id)),
        );
      },
    );
  });

  it("neither forgets nor repeats a client who is renamed while the lists are walked", {
    timeout: 120_000,
  }, async () => {
    const renamed = new Set<string>();
    await withEverySeed(
      130,
      (random) => {
        renamed.clear();
        return { dies: dying(random, 0.01, 2) };
      },
      ({ world, clients }, random) =>
        toSome(
          clients,
          random,
          (client) => {
            const name = `${random.pick(["Aaron", "Zoé"])} ${client.name}`;
            changeClient(world.store, client, { name }, world.now());
            renamed.add(client.id);
          },
          renamed,
        ),
      (told) => expectExactlyOnce(told),
    );
  });

  it("is paused and resumed without losing anybody", { timeout: 120_000 * races }, async () => {
    await withEverySeed(
      120,
      (random) => ({ temper: badTemper, dies: dying(random, 0.01, 2) }),
      ({ world, campaign }, random) => {
        if (world.turn() > 400 || !random.chance(0.03)) return;
        const { status, round } = stored(world, campaign);
        if (status === "sending") changeCampaign(world.store, campaign, { status: "paused" });
        if (status === "paused") resume(world, campaign, round);
      },
      async (told) => {
        const { world, campaign } = told;
        for (;;) {
          const { status, round } = stored(world, campaign);
          if (status !== "paused") break;
          resume(world, campaign, round);
          await world.run();
        }
        await expectExactlyOnce(told);
      },
    );
  });

  it("sends nothing more once it is cancelled, and brings what was under way to an end", {
    timeout: 120_000,
  }, async () => {
    let callsThen: number | undefined;
    await withEverySeed(
      120,
      (random) => {
        callsThen = undefined;
        return { temper: badTemper, dies: dying(random, 0.01, 2), workers: 2 };
      },
      ({ world, campaign }, random) => {
        if (callsThen !== undefined || !random.chance(0.02)) return;
        if (stored(world, campaign).status !== "sending") return;
        changeCampaign(world.store, campaign, { status: "cancelled" });
        callsThen = world.provider.calls;
      },
      async (told) => {
        expectSoundLedger(told);
        const { status } = await readCampaignNow(told.world.table, told.campaign);
        if (callsThen === undefined) return expect(status).toBe("finished");
        expect(status).toBe("cancelled");
        // Each of two workers may have been about to call.
        expect(told.world.provider.calls - callsThen).toBeLessThanOrEqual(2);
      },
    );
  });

  it("sends a chunk once that two workers are given at the same time", { timeout: 120_000 * races }, async () => {
    for (const seed of seeds) {
      const random = seeded(seed);
      const told = await simulate(110, { random, temper: badTemper, dies: dying(random, 0.01, 2), workers: 4 });
      const { world } = told;
      const follow = world.store.onWrite;
      world.store.onWrite = (item) => {
        follow(item);
        if (isOf(campaignChunks, item) && item.state === "planned")
          for (const _ of [1, 2]) world.put("chunks", messageFor(fromStored(campaignChunks, item)));
      };
      await world.run();
      await expectExactlyOnce(told);
    }
  });

  it("is planned once by two planners at work together", { timeout: 120_000 * races }, async () => {
    for (const seed of seeds.slice(0, 15 * races)) {
      const random = seeded(seed);
      const told = await simulate(330, { random, dies: dying(random, 0.01, 2), workers: 4 });
      for (const _ of [1, 2]) told.world.put("plans", sendRequested(told.campaign));
      await told.world.run();
      await expectExactlyOnce(told);
      expect(told.world.provider.calls).toBeLessThanOrEqual(9);
    }
  });
});

const stored = (world: Simulation["world"], campaign: Simulation["campaign"]) =>
  changeCampaign(world.store, campaign, {});

const resume = (world: Simulation["world"], campaign: Simulation["campaign"], round: number): void => {
  const next = changeCampaign(world.store, campaign, { status: "sending", round: round + 1 });
  world.put("plans", sendRequested(next));
};
