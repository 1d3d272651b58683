import { describe, expect, it } from "vitest";
import { presentStats } from "../../../../functions/campaigns/present.ts";
import { mustReachSomebody } from "../../../../functions/campaigns/reach-somebody.ts";
import { readCampaign, readRunNow } from "../../../../functions/campaigns/store.ts";
import { summarizeAudience } from "../../../../functions/campaigns/summarize-audience.ts";
import type { Campaign } from "../../../../shared/entities/campaign.ts";
import { AppError } from "../../../../shared/errors.ts";
import { campaignDeps } from "../../../support/campaigns/ask.ts";
import { aBusiness } from "../../../support/campaigns/business.ts";

type Business = Awaited<ReturnType<typeof aBusiness>>;

const yes = { email: { marketing: true } };
const no = { email: { marketing: false }, how: "phone" };

const add = async (business: Business, name: string, email: string | undefined, subscriptions?: object) =>
  (await business.call("POST /v1/clients", "", { name, email, subscriptions, tags: ["VIP"], assignedTo: [] })) as {
    id: string;
  };

interface Summary {
  matched: number;
  included: number;
  excluded: { reason: string; count: number }[];
  warnings: string[];
}

/** What the audience says now. */
const audienceOf = async ({ db, account, table, clock, snapshots }: Business, { id }: Campaign): Promise<Summary> => {
  if (summarizeAudience.for !== "account") throw new Error("unreachable");
  const call = { params: { id }, query: undefined, body: {}, page: { limit: 25 }, now: clock.now() };
  const actor = { kind: "api_key" as const, id: "key_test", accountId: account.id, account, scopes: [] };
  const deps = { ...campaignDeps(table, clock), snapshots: async () => snapshots };
  return (await summarizeAudience.handle({ ...call, actor, db, match: () => undefined }, deps)).body as Summary;
};

/** What the audience says before, and the statistics after. */
const bothOf = async (business: Business, given: Partial<Campaign> = {}) => {
  const campaign = await business.plan(given);
  const before = await audienceOf(business, campaign);
  await business.send(campaign);
  const stats = presentStats(await readRunNow(business.db, campaign.id));
  const sorted = (reasons: { reason: string; count: number }[]) =>
    reasons.toSorted((a, b) => (a.reason < b.reason ? -1 : 1));
  return {
    before: { matched: before.matched, reached: before.included, left: sorted(before.excluded) },
    after: { matched: stats.matched, reached: stats.sent, left: sorted(stats.excludedFor) },
  };
};

describe("an audience", () => {
  it("is counted once: as many before as after, also of clients who were changed a moment ago", async () => {
    const business = await aBusiness();
    await add(business, "Ana", "ana@example.org", yes);
    await add(business, "Luc", "luc@example.org", no);
    await add(business, "Eva", "eva@example.org", no);
    const { before, after } = await bothOf(business);
    expect(before).toEqual({ matched: 3, reached: 1, left: [{ reason: "unsubscribed", count: 2 }] });
    expect(after).toEqual(before);
  });

  it("tells who was never asked from who refused, and an address that is somebody else's too", async () => {
    const business = await aBusiness();
    await add(business, "Ana", "family@example.org", yes);
    await add(business, "Luc", "family@example.org", yes);
    await add(business, "Eva", "eva@example.org");
    await add(business, "Zoé", undefined);
    const { before, after } = await bothOf(business);
    const left = [
      { reason: "never_opted_in", count: 1 },
      { reason: "no_address", count: 1 },
      { reason: "same_address", count: 1 },
    ];
    expect(before).toEqual({ matched: 4, reached: 1, left });
    expect(after).toEqual(before);
  });

  it("leaves out whoever has the address of somebody who refused, in the count as in the sending", async () => {
    const business = await aBusiness();
    await add(business, "Ana", "family@example.org", yes);
    await add(business, "Luc", "family@example.org", yes);
    const [first] = await business.send(await business.plan());
    if (first) await business.submit(first, { "List-Unsubscribe": "One-Click" });
    const { before, after } = await bothOf(business);
    expect(before).toEqual({ matched: 2, reached: 0, left: [{ reason: "unsubscribed", count: 2 }] });
    expect(after).toEqual(before);
  });
});

describe("a test of subjects", () => {
  const abTest = { subjects: ["A", "B"], samplePercent: 90, waitMinutes: 1, metric: "viewed" as const };

  it("is warned of where its audience is too small for it, and only there", async () => {
    const business = await aBusiness();
    await add(business, "Ana", "ana@example.org", yes);
    for (const [given, warnings] of [
      [{ abTest }, ["too_few_to_test"]],
      [{}, []],
    ] as const) {
      const campaign = await business.plan(given);
      expect((await audienceOf(business, campaign)).warnings).toEqual(warnings);
    }
  });

  it("is not made with one recipient, and leaves the campaign finished", async () => {
    const business = await aBusiness();
    await add(business, "Ana", "ana@example.org", yes);
    const campaign = await business.plan({ abTest, testState: "sampling" });
    expect(await business.send(campaign)).toHaveLength(1);
    expect(await readCampaign(business.db, campaign.id)).toMatchObject({ status: "finished", testState: "too_few" });
  });
});

describe("a campaign that nobody may be sent", () => {
  it("is refused with the reasons", async () => {
    const business = await aBusiness();
    await add(business, "Ana", "ana@example.org", no);
    await add(business, "Eva", "eva@example.org");
    const campaign = await business.plan();
    const check = () => mustReachSomebody(business.db, campaign, business.snapshots, business.clock.now());
    await expect(check()).rejects.toThrow(AppError);
    await expect(check()).rejects.toMatchObject({
      code: "conflict",
      details: { extra: { excluded: expect.arrayContaining([{ reason: "never_opted_in", count: 1 }]) } },
    });
    await add(business, "Luc", "luc@example.org", yes);
    await expect(check()).resolves.toBeUndefined();
  });
});
