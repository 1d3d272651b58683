import { describe, expect, it } from "vitest";
import { hasFlag, outcomeOf } from "../../../../../functions/campaigns/recording/recipients.ts";
import type { Client } from "../../../../../shared/entities/client.ts";
import { badTemper, evenTemper } from "../../../../support/campaigns/provider.ts";
import { seeded } from "../../../../support/campaigns/random.ts";
import { changeCampaign, changeClient, chunksIn, readCampaignNow } from "../../../../support/campaigns/scenario.ts";
import {
  dying,
  expectExactlyOnce,
  expectSoundLedger,
  finished,
  madeAgain,
  type Simulation,
  sentAgain,
  simulate,
  takenBy,
} from "../../../../support/campaigns/simulation.ts";
import { races } from "../../../../support/races.ts";

const seeds = Array.from({ length: 10 * races }, (_, seed) => 3000 + seed);
const temper = { ...badTemper, refused: 0, opened: 0.4 };

const inEverySeed = async (check: (seed: number) => Promise<void>): Promise<void> => {
  for (const seed of seeds)
    await check(seed).catch((error: unknown) => {
      throw new Error(`with seed ${seed}`, { cause: error });
    });
};

/** The clients at the places of a campaign's ledger that meet a condition. */
const clientsAt = (
  { world, campaign, clients }: Simulation,
  meets: (chunk: ReturnType<typeof chunksIn>[number], index: number) => boolean,
): Client[] => {
  const chunks = new Map(chunksIn(world.store).map((chunk) => [`${chunk.campaignId}.${chunk.number}`, chunk]));
  const found = new Set(
    world.provider.taken
      .filter((one) => one.campaign === campaign.id)
      .filter(({ chunk, recipient }) => {
        const stored = chunks.get(`${campaign.id}.${chunk}`);
        return stored !== undefined && meets(stored, recipient);
      })
      .map(({ client }) => client),
  );
  return clients.filter(({ id }) => found.has(id));
};

const isSent = (chunk: ReturnType<typeof chunksIn>[number], index: number) =>
  outcomeOf(chunk.outcome, index) === "sent";
const isOpened = ({ seen }: ReturnType<typeof chunksIn>[number], index: number) =>
  hasFlag(seen, index, "viewed") || hasFlag(seen, index, "clicked");

describe("a campaign that is sent again", () => {
  it("goes to those who got it and did not open it, as the ledger has them when it is sent", {
    timeout: 120_000 * races,
  }, async () => {
    await inEverySeed(async (seed) => {
      const random = seeded(seed);
      const first = await finished(140, { random, temper, trouble: 0.02, dies: dying(random, 0.01, 6) });
      const due = clientsAt(first, (chunk, index) => isSent(chunk, index) && !isOpened(chunk, index));
      expect(due.length).toBeGreaterThan(20);
      const second = await sentAgain(first, "not_opened");
      await expectExactlyOnce(second, due);
      const rest = clientsAt(second, (chunk, index) => isSent(chunk, index) && !isOpened(chunk, index));
      await expectExactlyOnce(await sentAgain(second, "not_opened"), rest);
    });
  });

  it("goes to the same clients, except those who have unsubscribed or were archived since", async () => {
    const first = await finished(120, { random: seeded(3) });
    const [one, two, ...others] = first.clients;
    if (!one || !two) throw new Error("unreachable");
    const { world } = first;
    const subscriptions = { ...one.subscriptions, email: { general: true, marketing: false } };
    changeClient(world.store, one, { subscriptions }, world.now());
    changeClient(world.store, two, { status: "archived" }, world.now());
    await expectExactlyOnce(await sentAgain(first, "same"), others);
  });

  it("goes to everybody else once, along a whole chain", { timeout: 120_000 * races }, async () => {
    await inEverySeed(async (seed) => {
      const random = seeded(seed);
      const groups = ["VIP", "Hiver", "Autre"];
      const tagged = (place: number) => (client: Client) => client.tags.includes(groups[place] ?? "");
      const first = await finished(150, {
        random,
        temper,
        trouble: 0.02,
        dies: dying(random, 0.01, 6),
        client: (number) => ({ tags: number % 5 === 0 ? ["VIP", "Hiver"] : [groups[number % 3] ?? ""] }),
      });
      await expectExactlyOnce(first, first.clients.filter(tagged(0)));
      const winter = await sentAgain(first, "others", { audience: { filter: { tag: "hiver" } } });
      await expectExactlyOnce(
        winter,
        first.clients.filter((client) => tagged(1)(client) && !tagged(0)(client)),
      );
      const all = await sentAgain(winter, "others", { audience: { all: true } });
      await expectExactlyOnce(
        all,
        first.clients.filter((client) => !tagged(0)(client) && !tagged(1)(client)),
      );
      const nobody = await sentAgain(first, "others", { audience: { all: true } });
      await expectExactlyOnce(nobody, []);
      const everybody = first.world.provider.taken.map(({ client }) => client);
      expect(everybody).toHaveLength(new Set(everybody).size);
    });
  });

  it("reaches those whom a cancelled campaign left out, and nobody whom it reached", {
    timeout: 120_000 * races,
  }, async () => {
    await inEverySeed(async (seed) => {
      const random = seeded(seed);
      let now: Simulation | undefined;
      const at = 30 + random.below(120);
      const first = await simulate(140, {
        random,
        temper,
        dies: dying(random, 0.01, 3),
        meanwhile: (turn) => {
          if (now && turn === at)
            changeCampaign(now.world.store, now.campaign, {
              status: "cancelled",
              finishedAt: now.world.now().toISOString(),
            });
        },
      });
      now = first;
      await first.world.run();
      expectSoundLedger(first);
      const before = takenBy(first);
      const second = await sentAgain(first, "others");
      await expectOnlyOnce(
        second,
        first.clients.filter(({ id }) => !before.has(id)),
      );
    });
  });

  it("reaches nobody twice when the last calls of the cancelled one are still under way", {
    timeout: 120_000 * races,
  }, async () => {
    await inEverySeed(async (seed) => {
      const random = seeded(seed);
      let now: Simulation | undefined;
      let second: Promise<Simulation> | undefined;
      const at = 20 + random.below(120);
      const first = await simulate(140, {
        random,
        temper,
        meanwhile: (turn) => {
          if (!now || turn !== at || isOver(now)) return;
          changeCampaign(now.world.store, now.campaign, {
            status: "cancelled",
            finishedAt: now.world.now().toISOString(),
          });
          second = madeAgain(now, "others");
        },
      });
      now = first;
      await first.world.run();
      expectSoundLedger(first);
      const reached = first.world.provider.taken.map(({ client }) => client);
      expect(reached).toHaveLength(new Set(reached).size);
      if (second) expect(await statusOf(await second)).toBe("finished");
    });
  });
});

const isOver = ({ world, campaign }: Simulation): boolean =>
  changeCampaign(world.store, campaign, {}).status !== "sending";
const statusOf = async ({ world, campaign }: Simulation) => (await readCampaignNow(world.table, campaign)).status;

/** As {@link expectExactlyOnce}, beside a campaign that was not brought to its end. */
const expectOnlyOnce = async (told: Simulation, wanted: readonly Client[]): Promise<void> => {
  expectSoundLedger(told);
  expect([...takenBy(told).keys()].sort()).toEqual(wanted.map(({ id }) => id).sort());
};

describe("clients that share an address", () => {
  const inPairs = (number: number) => ({ email: `client-${number % 40}@example.org` });

  it("count as reached when one of them was, for an e-mail that is sent to others", async () => {
    const first = await finished(80, { random: seeded(11), client: inPairs });
    await expectExactlyOnce(first, first.clients.slice(0, 40));
    const others = await sentAgain(first, "others");
    await expectExactlyOnce(others, []);
    await expectExactlyOnce(await sentAgain(others, "others", { audience: { all: true } }), []);
  });

  it("do not count as reached when the one who was to get it did not", async () => {
    const told = await simulate(80, { random: seeded(12), client: inPairs });
    const [one] = told.clients;
    if (!one) throw new Error("unreachable");
    told.world.provider.refused.add(one.id);
    await told.world.run();
    changeClient(told.world.store, one, { status: "archived" }, told.world.now());
    const others = await sentAgain(told, "others");
    expect([...takenBy(others).keys()]).toEqual([told.clients[40]?.id]);
  });

  it("count as reached also when one is changed while the others are looked for", async () => {
    const first = await finished(80, { random: seeded(13), client: inPairs });
    const { world, clients } = first;
    for (const client of clients.slice(40))
      changeClient(world.store, client, { name: `Z ${client.name}` }, world.now());
    await expectExactlyOnce(await sentAgain(first, "others"), []);
  });

  it("get a campaign's e-mail once between them, also when its planner dies", { timeout: 120_000 }, async () => {
    await inEverySeed(async (seed) => {
      const random = seeded(seed);
      const told = await finished(130, {
        random,
        trouble: 0.02,
        temper: evenTemper,
        dies: dying(random, 0.03, 6),
        client: (number) => ({ email: `client-${number % 90}@example.org` }),
      });
      await expectExactlyOnce(told, told.clients.slice(0, 90));
    });
  });
});
