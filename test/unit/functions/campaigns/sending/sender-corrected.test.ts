import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { toStored } from "../../../../../shared/db/entity.ts";
import { accounts } from "../../../../../shared/entities/account.ts";
import { campaigns } from "../../../../../shared/entities/campaign.ts";
import { ask } from "../../../../support/campaigns/ask.ts";
import { evenTemper } from "../../../../support/campaigns/provider.ts";
import { seeded } from "../../../../support/campaigns/random.ts";
import { changeCampaign, readCampaignNow, sendRequested } from "../../../../support/campaigns/scenario.ts";
import {
  expectExactlyOnce,
  type Simulation,
  type SimulationOptions,
  simulate,
} from "../../../../support/campaigns/simulation.ts";

const wrong = '"Garage Tremblay" <bonjour@clientele.example>';
const right = '"Garage Roy" <bonjour@clientele.example>';

interface Told extends Simulation {
  /** From when on the provider takes nothing of the first sender. */
  refuse(): void;
  /** What the account is corrected to, and the campaign resumed with it, by a request that knows the account as it was. */
  resume(): Promise<void>;
}

/** A campaign whose sender the provider refuses from some moment on. */
const begin = async (
  size: number,
  { temper = {}, ...options }: Omit<SimulationOptions, "temper"> & { temper?: object },
) => {
  let refuses = false;
  const blocks = (from: string) => refuses && from === wrong;
  const told = await simulate(size, { ...options, remembers: true, temper: { ...evenTemper, ...temper, blocks } });
  const { world, account, campaign } = told;
  world.store.set(toStored(accounts, account));
  const full: Told = {
    ...told,
    refuse() {
      refuses = true;
    },
    async resume() {
      world.store.set(toStored(accounts, { ...account, name: "Garage Roy", version: 2 }));
      const clock = { now: world.now };
      await ask("POST /v1/campaigns/{id}/resume", { table: world.table, account, clock, id: campaign.id });
      world.put("plans", sendRequested(await readCampaignNow(world.table, campaign)));
    },
  };
  return full;
};

const sendersByChunk = ({ world }: Simulation) =>
  [...Map.groupBy(world.provider.taken, ({ chunk }) => chunk).values()].map((mails) => [
    ...new Set(mails.map(({ from }) => from)),
  ]);

describe("a campaign that the provider stopped for its sender", () => {
  test.prop([fc.nat(), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 60 })], { numRuns: 60 })(
    "goes on with the corrected one to everybody once, and mixes two in no chunk",
    async (seed, refusedAt, patience) => {
      let told: Told | undefined;
      let resumed: Promise<void> | undefined;
      let pausedFor = 0;
      const meanwhile = (turn: number) => {
        if (!told) return;
        if (turn === refusedAt) told.refuse();
        const stored = told.world.store.get(campaigns.keys(told.campaign));
        if (stored?.status !== "paused" || resumed) return;
        pausedFor += 1;
        // While workers that began before are still at work, or after they are done.
        if (pausedFor <= patience) return;
        resumed = told.resume();
      };
      const begun = await begin(330, { random: seeded(seed), meanwhile });
      told = begun;
      await begun.world.run();
      if (resumed) {
        // It may have come to rest before the request was answered.
        await resumed;
        await begun.world.run();
      } else if ((await readCampaignNow(begun.world.table, begun.campaign)).status === "paused") {
        await begun.resume();
        await begun.world.run();
      }
      // Nothing that began before the correction has paused it once more.
      await expectExactlyOnce(begun);
      for (const senders of sendersByChunk(begun)) expect(senders).toHaveLength(1);
    },
    120_000,
  );

  it("gives the rest of a chunk, of which some were put off before, the corrected one too", async () => {
    const told = await begin(50, { random: seeded(3), temper: { putOff: 0.5 }, client: () => ({ language: "fr" }) });
    const follow = told.world.store.onWrite;
    let looked = false;
    told.world.store.onWrite = (item) => {
      follow(item);
      if (looked || told.world.provider.taken.length === 0) return;
      looked = true;
      told.refuse();
    };
    await told.world.run();
    expect(await readCampaignNow(told.world.table, told.campaign)).toMatchObject({ pauseReason: "provider" });
    await told.resume();
    await told.world.run();
    await expectExactlyOnce(told);
    // One call, one sender; who waited could not have had the first one.
    expect(sendersByChunk(told)).toEqual([[wrong, right]]);
  });

  it("is started under the sender of now, though the request knows an older one", async () => {
    const { world, account, campaign } = await begin(10, { random: seeded(4) });
    world.store.set(toStored(accounts, { ...account, name: "Garage Roy", version: 2 }));
    changeCampaign(world.store, campaign, { status: "draft", round: 0 });
    const asked = { table: world.table, account, clock: { now: world.now }, id: campaign.id };
    await ask("POST /v1/campaigns/{id}/send", asked);
    await world.run();
    expect(new Set(world.provider.taken.map(({ from }) => from))).toEqual(new Set([right]));
  });
});
