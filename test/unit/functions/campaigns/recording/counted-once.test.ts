import { describe, expect, it } from "vitest";
import { readRunNow } from "../../../../../functions/campaigns/store.ts";
import type { Audience } from "../../../../../shared/entities/campaign.ts";
import type { Client } from "../../../../../shared/entities/client.ts";
import { evenTemper } from "../../../../support/campaigns/provider.ts";
import { seeded } from "../../../../support/campaigns/random.ts";
import { changeClient } from "../../../../support/campaigns/scenario.ts";
import { dying, type Simulation, simulate } from "../../../../support/campaigns/simulation.ts";
import { races } from "../../../../support/races.ts";

const size = 60;
const never = {
  subscriptions: { email: { general: true, marketing: false }, sms: { general: true, marketing: false } },
};
const agreed = { subscriptions: { ...never.subscriptions, email: { general: true, marketing: true } } };

/** Every second client never agreed, every fifth has no address, every seventh that of another. */
const client = (number: number): Partial<Client> => ({
  ...(number % 2 === 0 ? never : agreed),
  ...(number % 5 === 0 ? { email: undefined } : {}),
  ...(number % 7 === 3 ? { email: "family@example.org" } : {}),
});

const changes: ((random: ReturnType<typeof seeded>) => Partial<Client>)[] = [
  () => ({ mobile: "+15145550100" }),
  (random) => ({ name: `${random.pick(["Aaron", "Zoé"])} ${random.below(1000)}` }),
  () => agreed,
  () => never,
  () => ({ disabled: true }),
];

const planned = async (seed: number, audience: Audience) => {
  const random = seeded(seed);
  let told: Simulation | undefined;
  const meanwhile = () => {
    if (!told || !random.chance(0.3)) return;
    const { world, clients } = told;
    changeClient(world.store, random.pick(clients), random.pick(changes)(random), world.now());
  };
  told = await simulate(size, {
    ...{ random, meanwhile, client, temper: evenTemper, pageSize: 7, dies: dying(random, 0.01, 2) },
    campaign: () => ({ audience }),
  });
  await told.world.run();
  const { plan } = await readRunNow(told.world.table.of(told.account.id), told.campaign.id);
  if (!plan) throw new Error("unreachable");
  return plan;
};

describe("the clients of an audience", () => {
  it.each([
    ["everybody", { all: true }],
    ["a tag", { filter: { tag: "VIP" } }],
  ] as [string, Audience][])(
    "are counted once each, whatever is changed while they are planned: %s",
    async (_, audience) => {
      for (let seed = 1; seed <= 25 * races; seed++) {
        const { matched, recipients, excluded } = await planned(seed, audience);
        const left = Object.values(excluded).reduce((sum, count) => sum + count, 0);
        expect(recipients + left, `with seed ${seed}`).toBe(matched);
        expect(Math.min(...Object.values(excluded)), `with seed ${seed}`).toBeGreaterThanOrEqual(0);
        expect(matched, `with seed ${seed}`).toBeLessThanOrEqual(size);
      }
    },
    60_000 * races,
  );
});
