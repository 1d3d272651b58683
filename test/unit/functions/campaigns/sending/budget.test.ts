import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { presentListed } from "../../../../../functions/campaigns/present.ts";
import { type Budget, dailyBudget, limitOf } from "../../../../../functions/campaigns/sending/budget.ts";
import { fromStored, isOf, toStored } from "../../../../../shared/db/entity.ts";
import type { AccountTable } from "../../../../../shared/db/table.ts";
import { put } from "../../../../../shared/db/writes.ts";
import { type Account, accounts } from "../../../../../shared/entities/account.ts";
import { campaignDays } from "../../../../../shared/entities/campaign-day.ts";
import { MemoryStore, memoryTable } from "../../../../support/campaigns/memory-table.ts";
import { badTemper } from "../../../../support/campaigns/provider.ts";
import { seeded } from "../../../../support/campaigns/random.ts";
import {
  changeCampaign,
  fill,
  readCampaignNow,
  testAccount,
  testCampaign,
} from "../../../../support/campaigns/scenario.ts";
import { dying, expectExactlyOnce, type Simulation, simulate } from "../../../../support/campaigns/simulation.ts";
import { testClock } from "../../../../support/deps.ts";

const granted = { is: "reserved" };
const refused = { is: "refused" };
const DAY_MS = 24 * 3600 * 1000;

const desk = async (campaignDailyLimit?: number, stageLimit = 0) => {
  const store = new MemoryStore();
  let writes = 0;
  const table = memoryTable(store, async (what) => {
    if (what.startsWith("before commit")) writes += 1;
  });
  const account = testAccount({ settings: campaignDailyLimit ? { campaignDailyLimit } : {} });
  await fill(table, account.id, [put(accounts, account)]);
  const clock = testClock("2026-03-02T15:00:00.000Z");
  const db = table.of(account.id);
  const instance = () => dailyBudget(clock, stageLimit);
  return { db, clock, account, instance, table, store, writes: () => writes };
};

const daysIn = (store: MemoryStore) =>
  store
    .all()
    .filter((item) => isOf(campaignDays, item))
    .map((item) => fromStored(campaignDays, item));

describe("an account's daily budget", () => {
  it("asks nobody where there is no limit", async () => {
    const { db, instance, store } = await desk();
    expect(await instance().reserve(db, "cam", 1_000_000)).toMatchObject(granted);
    expect(daysIn(store)).toEqual([]);
  });

  it("is the smaller of the account's own and the stage's", () => {
    const account = (campaignDailyLimit?: number) => ({ settings: campaignDailyLimit ? { campaignDailyLimit } : {} });
    expect(limitOf(account(), 0)).toBe(Number.POSITIVE_INFINITY);
    expect(limitOf(account(200), 0)).toBe(200);
    expect(limitOf(account(), 300)).toBe(300);
    expect(limitOf(account(500), 300)).toBe(300);
  });

  it("costs at most a write for a hundred recipients", async () => {
    for (const limit of [1000, 50_000]) {
      const { db, instance, writes } = await desk(limit);
      const budget = instance();
      for (let sent = 0; sent < limit; sent += 50) expect(await budget.reserve(db, "cam", 50)).toMatchObject(granted);
      expect(writes()).toBeLessThanOrEqual(limit / 100);
    }
  });

  it("refuses what is left no more until the account's next day begins, in its own time zone", async () => {
    const { db, instance, clock } = await desk(100);
    const budget = instance();
    for (const count of [60, 40]) expect(await budget.reserve(db, "cam", count)).toMatchObject(granted);
    const until = new Date("2026-03-03T05:00:00.000Z");
    expect(await budget.reserve(db, "cam", 1)).toEqual({ is: "refused", until, isNews: true });
    expect(await budget.reserve(db, "cam", 1)).toEqual({ is: "refused", until, isNews: false });
    expect(await budget.reserve(db, "other", 1)).toEqual({ is: "refused", until, isNews: true });
    clock.set("2026-03-03T04:59:59.000Z");
    expect(await instance().reserve(db, "cam", 1)).toMatchObject(refused);
    clock.set("2026-03-03T05:00:00.000Z");
    expect(await budget.reserve(db, "cam", 100)).toMatchObject(granted);
  });

  it("gives to the last one what is left, though it is less than a lease", async () => {
    const { db, instance } = await desk(150);
    expect(await instance().reserve(db, "cam", 50)).toMatchObject(granted);
    expect(await instance().reserve(db, "cam", 50)).toMatchObject(granted);
    expect(await instance().reserve(db, "cam", 1)).toMatchObject(refused);
  });

  it("carries nothing past midnight", async () => {
    const { db, instance, clock } = await desk(100);
    const budget = instance();
    await budget.reserve(db, "cam", 10);
    clock.set("2026-03-03T15:00:00.000Z");
    for (const count of [60, 40]) expect(await budget.reserve(db, "cam", count)).toMatchObject(granted);
    expect(await budget.reserve(db, "cam", 1)).toMatchObject(refused);
  });

  it("hears within a minute that the account allows more", async () => {
    const { db, instance, clock, account, table } = await desk(100);
    const budget = instance();
    await budget.reserve(db, "cam", 100);
    expect(await budget.reserve(db, "cam", 50)).toMatchObject(refused);
    await fill(table, account.id, [put(accounts, { ...account, settings: { campaignDailyLimit: 200 } })]);
    clock.set("2026-03-02T15:01:01.000Z");
    expect(await budget.reserve(db, "cam", 50)).toEqual({ is: "reserved", day: "2026-03-02", hasRoom: true });
  });

  it("says that the day has room where it has for a whole lease, to whom it refused, or where it has no end", async () => {
    const { db, instance, account, table, clock } = await desk(500);
    const [first, second] = [instance(), instance()];
    expect(await first.reserve(db, "cam", 50)).toMatchObject({ ...granted, hasRoom: true });
    // Out of the lease: nobody asked how the day stands.
    expect(await first.reserve(db, "cam", 50)).toMatchObject({ ...granted, hasRoom: false });
    await second.reserve(db, "other", 350);
    // The last fifty.
    expect(await first.reserve(db, "cam", 40)).toMatchObject({ ...granted, hasRoom: false });
    expect(await second.reserve(db, "cam", 50)).toMatchObject(refused);
    await fill(table, account.id, [put(accounts, { ...account, settings: {} })]);
    clock.set("2026-03-02T15:01:01.000Z");
    expect(await first.reserve(db, "cam", 50)).toEqual({ ...granted, hasRoom: true });
  });

  const reserved = async (budget: Budget, db: AccountTable, recipients: number) => {
    const answer = await budget.reserve(db, "cam", recipients);
    if (answer.is === "refused") throw new Error("The day is spent.");
    return answer;
  };

  it("takes back what was not sent, on the day that it was taken out of", async () => {
    const { db, instance } = await desk(100);
    const budget = instance();
    const answer = await reserved(budget, db, 100);
    budget.giveBack(db.accountId, answer, 40);
    expect(await budget.reserve(db, "cam", 40)).toMatchObject(granted);
    expect(await budget.reserve(db, "cam", 1)).toMatchObject(refused);
  });

  it("forgets what comes back when the next day has begun, since that day never counted it", async () => {
    const { db, instance, clock } = await desk(100);
    const budget = instance();
    const yesterdays = await reserved(budget, db, 50);
    clock.set("2026-03-03T05:00:00.000Z");
    await reserved(budget, db, 50);
    budget.giveBack(db.accountId, yesterdays, 50);
    expect(await budget.reserve(db, "cam", 50)).toMatchObject(granted);
    expect(await budget.reserve(db, "cam", 1)).toMatchObject(refused);
  });

  it("forgets what comes back that was taken before there was a limit", async () => {
    const { db, instance, clock, account, table } = await desk();
    const budget = instance();
    const unlimited = await reserved(budget, db, 50);
    await fill(table, account.id, [put(accounts, { ...account, settings: { campaignDailyLimit: 100 } })]);
    clock.set("2026-03-02T15:01:01.000Z");
    await reserved(budget, db, 100);
    budget.giveBack(db.accountId, unlimited, 50);
    expect(await budget.reserve(db, "cam", 1)).toMatchObject(refused);
  });

  const steps = fc.array(
    fc.record({ worker: fc.nat(3), count: fc.integer({ min: 1, max: 50 }), back: fc.nat(50), dies: fc.boolean() }),
    { minLength: 1, maxLength: 60 },
  );

  test.prop([fc.integer({ min: 50, max: 700 }), steps])(
    "is never exceeded, however many workers take from it at once and die with their leases",
    async (limit, taking) => {
      const { db, instance } = await desk(limit);
      const instances = Array.from({ length: 4 }, instance);
      let used = 0;
      await Promise.all(
        taking.map(async ({ worker, count, back, dies }) => {
          const budget = instances[worker] ?? instance();
          if (dies) instances[worker] = instance();
          const answer = await budget.reserve(db, "cam", count);
          if (answer.is === "refused") return;
          const unused = Math.min(back, count);
          used += count - unused;
          budget.giveBack(db.accountId, answer, unused);
        }),
      );
      expect(used).toBeLessThanOrEqual(limit);
    },
  );
});

describe("a campaign larger than the day's budget", () => {
  const waiting = async (after: (told: Simulation) => void) => {
    let told: Simulation | undefined;
    let acted = false;
    const seen: unknown[] = [];
    const begun = await simulate(330, {
      random: seeded(5),
      dailyLimit: Number.POSITIVE_INFINITY,
      meanwhile: () => {
        if (!told || acted || stored(told).waitingFor === undefined) return;
        acted = true;
        after(told);
      },
    });
    told = begun;
    allow(begun, { campaignDailyLimit: 100 });
    const watched = begun.world.store.onWrite;
    begun.world.store.onWrite = (item) => {
      watched(item);
      if (acted && item.entity === "campaign") seen.push({ status: item.status, waitingFor: item.waitingFor });
    };
    await begun.world.run();
    return { told: begun, seen };
  };
  const allow = ({ world, account }: Simulation, settings: Account["settings"]) =>
    world.store.set(toStored(accounts, { ...account, settings }));
  const stored = ({ world, campaign }: Simulation) => changeCampaign(world.store, campaign, {});

  it("says no more that it waits as soon as it is allowed as much as it likes, whoever had refused it", async () => {
    let at: Date | undefined;
    const { told, seen } = await waiting((now) => {
      at = now.world.now();
      allow(now, {});
    });
    await expectExactlyOnce(told);
    expect(seen).toContainEqual({ status: "sending", waitingFor: undefined });
    // The planner looks at a campaign that waits four times an hour, and workers believe what they know for a minute.
    const waited = (told.world.now().getTime() - (at?.getTime() ?? 0)) / 60_000;
    expect(waited).toBeLessThan(60);
  });

  it("hides that it waits when the moment has come that it waits for", async () => {
    const campaign = testCampaign(testAccount(), {
      waitingFor: "daily_limit",
      waitingUntil: "2026-03-03T05:00:00.000Z",
    });
    expect(presentListed(campaign, new Date("2026-03-03T04:59:59.999Z"))).toHaveProperty("waitingFor");
    const later = presentListed(campaign, new Date("2026-03-03T05:00:00.000Z"));
    for (const field of ["waitingFor", "waitingUntil"]) expect(later).not.toHaveProperty(field);
  });

  it.each([1, 2, 3])(
    "goes on the next day, to everybody once and never to more in a day (seed %i)",
    { timeout: 60_000 },
    async (seed) => {
      const random = seeded(seed);
      const shown: unknown[] = [];
      const told = await simulate(130, {
        random,
        dailyLimit: 100,
        ...(seed === 1 ? {} : { temper: badTemper }),
        ...(seed === 3 ? { trouble: 0.02, dies: dying(random, 0.01, 3) } : {}),
      });
      const { store } = told.world;
      const watched = store.onWrite;
      store.onWrite = (item) => {
        watched(item);
        if (item.entity === "campaign") shown.push(item.waitingFor);
      };
      await told.world.run();
      await expectExactlyOnce(told);
      expect(shown).toContain("daily_limit");
      const first = Date.parse("2026-03-02T00:00:00.000Z");
      for (let days = 1; days <= 10; days++) {
        const sent = told.world.readBefore.filter(({ at }) => at.getTime() < first + days * DAY_MS).length;
        expect(sent).toBeLessThanOrEqual(days * 100);
      }
      for (const { taken } of daysIn(store)) expect(taken).toBeLessThanOrEqual(100);
      expect(await readCampaignNow(told.world.table, told.campaign)).not.toHaveProperty("waitingFor");
    },
  );
});
