import { beforeEach, describe, expect, it } from "vitest";
import {
  ChunkMoved,
  claimChunk,
  planChunk,
  readChunk,
  recordOutcome,
  recordSeen,
  sameSeen,
} from "../../../../../functions/campaigns/recording/ledger.ts";
import { nothingSeen, withFlags } from "../../../../../functions/campaigns/recording/recipients.ts";
import { toStored } from "../../../../../shared/db/entity.ts";
import type { AccountTable } from "../../../../../shared/db/table.ts";
import {
  type CampaignChunk,
  campaignTallies,
  skipCounter,
  skipReasons,
  tallied,
  testCounter,
  testTallied,
} from "../../../../../shared/entities/campaign-chunk.ts";
import { ulids } from "../../../../../shared/ids.ts";
import { MemoryStore, memoryTable } from "../../../../support/campaigns/memory-table.ts";
import { bothCounts } from "../../../../support/campaigns/scenario.ts";

const until = new Date("2026-03-02T15:01:30.000Z");

let store: MemoryStore;
let db: AccountTable;
let chunk: CampaignChunk;

beforeEach(async () => {
  store = new MemoryStore();
  const accountId = ulids.next("account");
  db = memoryTable(store).of(accountId);
  chunk = {
    accountId,
    campaignId: ulids.next("campaign"),
    number: 7,
    language: "fr",
    segment: "segment",
    offset: 0,
    size: 3,
    state: "planned",
    attempt: 0,
    outcome: "...",
    seen: nothingSeen(3),
    seenVersion: 0,
  };
  await planChunk(db, chunk);
});

describe("the ledger of a campaign", () => {
  it("gives a chunk to one of many workers", async () => {
    const claims = await Promise.allSettled([1, 2, 3, 4].map(() => claimChunk(db, chunk, until)));
    expect(claims.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("does not plan a chunk anew that is claimed already", async () => {
    await claimChunk(db, chunk, until);
    await planChunk(db, { ...chunk, segment: "another" });
    expect(await readChunk(db, chunk)).toMatchObject({ state: "claimed", segment: "segment" });
  });

  it("takes no result of a claim that is not the current one", async () => {
    const first = await claimChunk(db, chunk, until);
    await recordOutcome(db, first, { state: "planned", outcome: "..." });
    await claimChunk(db, chunk, until);
    await expect(recordOutcome(db, first, { state: "sent", outcome: "sss" })).rejects.toThrow(ChunkMoved);
    expect(bothCounts(store).kept.sent).toBe(0);
  });

  it("keeps what the provider told while a result is written, and the other way", async () => {
    const claimed = await claimChunk(db, chunk, until);
    await recordSeen(db, [{ before: claimed, seen: withFlags(claimed.seen, 1, ["delivered"]) }]);
    await recordOutcome(db, claimed, { state: "sent", outcome: "ssf" });
    const { kept, recounted } = bothCounts(store);
    expect(kept).toMatchObject({ sent: 2, failed: 1, delivered: 1 });
    expect(kept).toEqual(recounted);
  });

  it("counts who was left out by reason, in as many writes, and once however often it is recorded", async () => {
    const claimed = await claimChunk(db, chunk, until);
    await recordOutcome(db, claimed, { state: "planned", outcome: "u.." });
    const again = await claimChunk(db, chunk, until);
    await recordOutcome(db, again, { state: "sent", outcome: "uas" });
    await expect(recordOutcome(db, again, { state: "sent", outcome: "uas" })).rejects.toThrow(ChunkMoved);
    const { kept, recounted } = bothCounts(store);
    expect(kept).toMatchObject({ skipped: 2, sent: 1 });
    expect(kept.skippedFor).toEqual([
      { reason: "unsubscribed", count: 1 },
      { reason: "archived", count: 1 },
    ]);
    expect(kept).toEqual(recounted);
  });

  it("keeps the counters of a shard in one write unit, with every reason and four subjects tried", () => {
    const many = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 9_999_999]));
    const subjects = [0, 1, 2, 3].flatMap((variant) => testTallied.map((name) => testCounter(variant, name)));
    const sender = [...skipReasons.map(skipCounter), "sent", "failed", "skipped", "unknown", "chunksDone"];
    const halves = [
      many([...sender, "sampleChunksDone", ...subjects.filter((name) => name.endsWith("sent"))]),
      many([...tallied.filter((name) => !sender.includes(name)), ...subjects.filter((name) => !name.endsWith("sent"))]),
    ];
    const { accountId, campaignId } = chunk;
    for (const half of halves) {
      const item = toStored(campaignTallies, { accountId, campaignId, shard: 7, ...half });
      // What DynamoDB counts is less than what stands in JSON.
      expect(JSON.stringify(item).length).toBeLessThan(1024);
    }
  });

  it("does not settle on evidence that is out of date", async () => {
    const claimed = await claimChunk(db, chunk, until);
    await recordOutcome(db, claimed, { state: "unknown", outcome: "???", until: until.toISOString() });
    const unknown = await readChunk(db, chunk);
    if (!unknown) throw new Error("unreachable");
    await recordSeen(db, [{ before: unknown, seen: withFlags(unknown.seen, 0, ["accepted"]) }]);
    const settling = recordOutcome(db, unknown, { state: "planned", outcome: "..." }, sameSeen(unknown));
    await expect(settling).rejects.toThrow(ChunkMoved);
    expect(bothCounts(store).kept.unknown).toBe(3);
  });
});
