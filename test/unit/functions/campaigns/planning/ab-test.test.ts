import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  bestOf,
  isHeld,
  isTooSmall,
  testResults,
  variantOf,
} from "../../../../../functions/campaigns/planning/ab-test.ts";
import type { AbTest } from "../../../../../shared/entities/campaign.ts";
import type { CampaignTally, Counts } from "../../../../../shared/entities/campaign-chunk.ts";
import { type TestTallied, testCounter } from "../../../../../shared/entities/campaign-chunk.ts";
import { ulids } from "../../../../../shared/ids.ts";

const id = ulids.next("campaign");
const abTest: AbTest = { subjects: ["A", "B", "C"], samplePercent: 30, waitMinutes: 60, metric: "clicked" };

const tally = (
  shard: number,
  counts: Partial<Counts>,
  ...subjects: Partial<Record<TestTallied, number>>[]
): CampaignTally => ({
  accountId: ulids.next("account"),
  campaignId: id,
  shard,
  ...counts,
  ...Object.fromEntries(
    subjects.flatMap((one, place) =>
      Object.entries(one).map(([name, count]) => [testCounter(place, name as TestTallied), count]),
    ),
  ),
});

describe("a test of subjects", () => {
  test.prop([fc.integer({ min: 1, max: 90 }), fc.integer({ min: 2, max: 4 }), fc.nat(1e6)])(
    "draws the same recipients whoever asks, about as many as it was told, each subject alike",
    (samplePercent, count, salt) => {
      const subjects = ["A", "B", "C", "D"].slice(0, count);
      const campaign = { id, abTest: { ...abTest, subjects, samplePercent } };
      const size = 2000;
      const drawn = Array.from({ length: size }, (_, n) => variantOf(campaign, `cli_${salt}_${n}`, n));
      expect(drawn.slice(0, count)).toEqual(subjects.map((_, place) => place));
      expect(drawn[size - 1]).toBe(variantOf(campaign, `cli_${salt}_${size - 1}`, 77));
      const share = drawn.filter((variant) => variant !== undefined).length / size;
      expect(Math.abs(share - samplePercent / 100)).toBeLessThan(0.07);
      for (const place of subjects.keys()) {
        const own = drawn.filter((variant) => variant === place).length / size;
        expect(Math.abs(own - share / count)).toBeLessThan(0.05);
      }
    },
  );

  it("adds up what its subjects did over all shards", () => {
    const tallies = [
      tally(0, { sent: 90 }, { sent: 10, viewed: 3 }, { sent: 5 }),
      tally(5, { viewed: 9 }, { viewed: 1, clicked: 1 }),
    ];
    expect(testResults(abTest, tallies)).toEqual([
      { subject: "A", sent: 10, viewed: 4, clicked: 1 },
      { subject: "B", sent: 5, viewed: 0, clicked: 0 },
      { subject: "C", sent: 0, viewed: 0, clicked: 0 },
    ]);
  });

  it("is won by the best rate, not the highest number, and by the first of equals", () => {
    expect(bestOf(abTest, [])).toBe(0);
    expect(bestOf(abTest, [tally(0, {}, { sent: 10, clicked: 3 }, { sent: 4, clicked: 2 })])).toBe(1);
    expect(bestOf(abTest, [tally(0, {}, { sent: 10 }, { sent: 4, clicked: 1 }, { sent: 8, clicked: 2 })])).toBe(1);
    expect(
      bestOf({ ...abTest, metric: "viewed" }, [tally(0, {}, { sent: 4, viewed: 1 }, { sent: 4, clicked: 4 })]),
    ).toBe(0);
  });

  it.each([
    [2, 20, 199, true],
    [2, 20, 200, false],
    [4, 90, 88, true],
    [4, 90, 89, false],
    [2, 1, 3999, true],
    [2, 1, 4000, false],
    [3, 50, 0, true],
  ])("of %i subjects on %i %% of %i recipients is too small: %s", (count, samplePercent, recipients, tooSmall) => {
    const subjects = ["A", "B", "C", "D"].slice(0, count);
    expect(isTooSmall({ subjects, samplePercent }, recipients)).toBe(tooSmall);
  });

  it("holds the rest back until it is decided, and nobody where nothing is tried", () => {
    expect(isHeld({ abTest }, {})).toBe(true);
    expect(isHeld({ abTest }, { variant: 0 })).toBe(false);
    expect(isHeld({ abTest, winner: 0 }, {})).toBe(false);
    expect(isHeld({}, {})).toBe(false);
  });
});
