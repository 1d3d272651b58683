import { describe, expect, it } from "vitest";
import { pauseIfHarmful } from "../../../../../functions/campaigns/recording/pause-if-harmful.ts";
import { put } from "../../../../../shared/db/writes.ts";
import type { JudgedFrom } from "../../../../../shared/entities/campaign.ts";
import { type Counts, campaignTallies } from "../../../../../shared/entities/campaign-chunk.ts";
import { type CampaignPlan, campaignPlans } from "../../../../../shared/entities/campaign-plan.ts";
import { MemoryStore, memoryTable } from "../../../../support/campaigns/memory-table.ts";
import {
  campaignWrites,
  fill,
  readCampaignNow,
  testAccount,
  testCampaign,
} from "../../../../support/campaigns/scenario.ts";
import { testClock } from "../../../../support/deps.ts";

interface Given {
  judgedFrom?: JudgedFrom;
  counts: Partial<Counts>;
  /** Recipients of the whole campaign, once they are all known. */
  recipients?: number;
  phase?: CampaignPlan["phase"];
}

/** What becomes of a campaign that is being sent. */
const judged = async ({ judgedFrom, counts, recipients, phase = "complete" }: Given) => {
  const table = memoryTable(new MemoryStore());
  const account = testAccount();
  const campaign = testCampaign(account, judgedFrom ? { judgedFrom, round: 2 } : {});
  const { accountId, id: campaignId, createdAt: startedAt } = campaign;
  const plan = { accountId, campaignId, version: 1, startedAt, phase, round: 1, chunks: 1, matched: 0, excluded: {} };
  await fill(table, accountId, [
    ...campaignWrites(campaign, account),
    put(campaignTallies, { accountId, campaignId, shard: 0, ...counts }),
    ...(recipients === undefined ? [] : [put(campaignPlans, { ...plan, recipients })]),
  ]);
  await pauseIfHarmful(table.of(accountId), campaignId, testClock().now());
  const { status, pauseReason } = await readCampaignNow(table, campaign);
  return pauseReason ?? status;
};

describe("a campaign that is being sent", () => {
  it("stops at the first bounces that are too many, however few were sent", async () => {
    expect(await judged({ counts: { sent: 10, bounced: 4 } })).toBe("sending");
    expect(await judged({ counts: { sent: 10, bounced: 5 } })).toBe("bounces");
    expect(await judged({ counts: { sent: 1000, bounced: 39 } })).toBe("sending");
    expect(await judged({ counts: { sent: 1000, complained: 2 } })).toBe("complaints");
  });

  it("is not held to those whom the provider never wrote to, nor excused by them", async () => {
    expect(await judged({ counts: { sent: 100, bounced: 40, withheld: 36 } })).toBe("sending");
    expect(await judged({ counts: { sent: 100, bounced: 41, withheld: 36 } })).toBe("bounces");
    // 4 % of a hundred and fifty; of the fifty that were sent it is more.
    expect(await judged({ counts: { sent: 150, bounced: 105, withheld: 100 } })).toBe("bounces");
    const judgedFrom = { sent: 1000, bounced: 50, complained: 1 };
    const counts = { sent: 1000 + 99 + 30, bounced: 50 + 30 + 20, withheld: 30 };
    expect(await judged({ judgedFrom, counts, recipients: 5000 })).toBe("sending");
    expect(await judged({ judgedFrom, counts: { ...counts, sent: counts.sent + 1 }, recipients: 5000 })).toBe(
      "bounces",
    );
  });

  describe("again, after it stopped", () => {
    const judgedFrom = { sent: 1000, bounced: 50, complained: 1 };

    it("is not held to late bounces and complaints of before, until a hundred more were sent", async () => {
      const late = { bounced: 62, complained: 3 };
      expect(await judged({ judgedFrom, counts: { sent: 1000, ...late }, recipients: 5000 })).toBe("sending");
      expect(await judged({ judgedFrom, counts: { sent: 1099, ...late }, recipients: 5000 })).toBe("sending");
      expect(await judged({ judgedFrom, counts: { sent: 1100, bounced: 62 }, recipients: 5000 })).toBe("bounces");
      expect(await judged({ judgedFrom, counts: { sent: 1100, ...late }, recipients: 5000 })).toBe("complaints");
    });

    it("is judged when all the rest was sent, where that is less than a hundred", async () => {
      const counts = { sent: 1030, failed: 5, skipped: 5, bounced: 62 };
      expect(await judged({ judgedFrom, counts, recipients: 1041 })).toBe("sending");
      expect(await judged({ judgedFrom, counts, recipients: 1040 })).toBe("bounces");
    });

    it("waits for the hundred while nobody knows how many the rest is", async () => {
      const counts = { sent: 1030, bounced: 62 };
      expect(await judged({ judgedFrom, counts, recipients: 1030, phase: "walk" })).toBe("sending");
      expect(await judged({ judgedFrom, counts })).toBe("sending");
    });

    it("goes on where what was sent since does no harm", async () => {
      expect(await judged({ judgedFrom, counts: { sent: 2000, bounced: 89, complained: 2 } })).toBe("sending");
    });
  });
});
