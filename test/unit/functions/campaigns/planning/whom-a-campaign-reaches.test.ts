import { describe, expect, it } from "vitest";
import { mustReachSomebody } from "../../../../../functions/campaigns/planning/reach-somebody.ts";
import { summarizeAudience } from "../../../../../functions/campaigns/planning/summarize-audience.ts";
import { presentStats } from "../../../../../functions/campaigns/present.ts";
import { recordTogether } from "../../../../../functions/campaigns/recording/recording.ts";
import { readCampaign, readRunNow } from "../../../../../functions/campaigns/store.ts";
import type { Campaign } from "../../../../../shared/entities/campaign.ts";
import { AppError } from "../../../../../shared/errors.ts";
import { campaignDeps } from "../../../../support/campaigns/ask.ts";
import { aBusiness } from "../../../../support/campaigns/business.ts";
import { testCampaign } from "../../../../support/campaigns/scenario.ts";

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
  const mailed = (await business.send(campaign)).map(({ to }) => to).sort();
  const stats = presentStats(await readRunNow(business.db, campaign.id));
  const sorted = (reasons: { reason: string; count: number }[]) =>
    reasons.toSorted((a, b) => (a.reason < b.reason ? -1 : 1));
  return {
    before: { matched: before.matched, reached: before.included, left: sorted(before.excluded) },
    after: { matched: stats.matched, reached: stats.sent, left: sorted(stats.excludedFor) },
    mailed,
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

describe("a campaign that is sent again", () => {
  const again = (of: Campaign, to: "same" | "not_opened" | "others"): Partial<Campaign> => ({
    resend: { of: of.id, to, root: of.id },
    audience: { all: true },
  });
  const move = (business: Business, { id }: { id: string }, email: string) =>
    business.call("PATCH /v1/clients/{id}", id, { email });
  /** By the place among the recipients, who are sorted by their names. */
  const open = ({ db }: Business, { accountId, id }: Campaign, recipient: number) =>
    recordTogether(db, id, [{ accountId, campaignId: id, chunk: 0, recipient, flags: ["viewed"] }]);

  it("to others leaves out an address that got it, whoever has it, and counts so before", async () => {
    const business = await aBusiness();
    await add(business, "Ana", "family@example.org", yes);
    await add(business, "Luc", "family@example.org", yes);
    await add(business, "Eva", "eva@example.org");
    const first = await business.plan();
    expect(await business.send(first)).toHaveLength(1);
    await add(business, "Zoé", "zoe@example.org", yes);
    const { before, after, mailed } = await bothOf(business, again(first, "others"));
    expect(mailed).toEqual(["zoe@example.org"]);
    const left = [
      { reason: "never_opted_in", count: 1 },
      { reason: "same_address", count: 1 },
    ];
    expect(before).toEqual({ matched: 3, reached: 1, left });
    expect(after).toEqual(before);
  });

  it("to others leaves out the address that a recipient was corrected to", async () => {
    const business = await aBusiness();
    const ana = await add(business, "Ana", "ana@example.org", yes);
    const first = await business.plan();
    await move(business, ana, "new@example.org");
    expect((await business.send(first)).map(({ to }) => to)).toEqual(["new@example.org"]);
    await add(business, "Luc", "new@example.org", yes);
    await add(business, "Zoé", "ana@example.org", yes);
    const { before, after, mailed } = await bothOf(business, again(first, "others"));
    expect(mailed).toEqual(["ana@example.org"]);
    expect(after).toEqual(before);
  });

  it("to those who did not open it leaves out an address that somebody opened it at", async () => {
    const business = await aBusiness();
    await add(business, "Ana", "family@example.org", yes);
    const luc = await add(business, "Luc", "luc@example.org", yes);
    await add(business, "Zoé", "zoe@example.org", yes);
    const first = await business.plan();
    expect(await business.send(first)).toHaveLength(3);
    await open(business, first, 0);
    await move(business, luc, "family@example.org");
    const { before, after, mailed } = await bothOf(business, again(first, "not_opened"));
    expect(mailed).toEqual(["zoe@example.org"]);
    expect(before).toEqual({ matched: 2, reached: 1, left: [{ reason: "same_address", count: 1 }] });
    expect(after).toEqual(before);
  });

  it("to the same writes once to an address that two of them have by now", async () => {
    const business = await aBusiness();
    await add(business, "Ana", "family@example.org", yes);
    const luc = await add(business, "Luc", "luc@example.org", yes);
    const first = await business.plan();
    expect(await business.send(first)).toHaveLength(2);
    await move(business, luc, "family@example.org");
    const { before, after, mailed } = await bothOf(business, again(first, "same"));
    expect(mailed).toEqual(["family@example.org"]);
    expect(after).toEqual(before);
  });

  it("is refused where all whom it could reach got it at their address", async () => {
    const business = await aBusiness();
    await add(business, "Ana", "family@example.org", yes);
    await add(business, "Luc", "family@example.org", yes);
    const first = await business.plan();
    await business.send(first);
    business.clock.set("2026-03-03T15:00:00.000Z");
    const campaign = testCampaign(business.account, again(first, "others"));
    const { db, snapshots, clock } = business;
    await expect(mustReachSomebody(db, campaign, snapshots, clock.now())).rejects.toMatchObject({
      details: { extra: { excluded: [{ reason: "same_address", count: 1 }] } },
    });
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
