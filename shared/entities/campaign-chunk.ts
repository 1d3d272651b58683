import { type Entity, entity } from "../db/entity.ts";
import type { AccountId, Id } from "../ids.ts";
import { campaignKeys } from "./campaign-keys.ts";
import type { Exclusion, PlannedChunk } from "./campaign-plan.ts";

/** Up to 50 recipients of one language, sent by one call of the provider. */
export interface CampaignChunk extends PlannedChunk {
  accountId: AccountId;
  campaignId: Id<"campaign">;
  number: number;
  /** The object that holds the recipients; theirs are `size` lines from `offset` on. */
  segment: string;
  /**
   * `planned`: recipients wait. `claimed`: a worker is sending. `unknown`: a worker was lost between call and result.
   * `sent`: every recipient is accounted for.
   */
  state: "planned" | "claimed" | "unknown" | "sent";
  /** How often it was claimed: the number that a claim is known by. */
  attempt: number;
  /** How many calls the provider put some of them off in. A claim that made no call does not count. */
  postponed?: number;
  /** Until when the claim holds; for an unknown one, from when on it may be settled. */
  until?: string;
  /**
   * Marks of the addresses of recipients who have another one than planned, by their place in the chunk; empty where the
   * planned one was given to another recipient. Theirs are decided by `campaign_address`.
   */
  addresses?: Record<string, string>;
  /** One character a recipient: see functions/campaigns/recording/recipients.ts. Written by senders only. */
  outcome: string;
  /** Two characters a recipient: flags of what the provider told. Written by the recorder of its events only. */
  seen: string;
  /** Moves with every change of `seen`. */
  seenVersion: number;
}

export const campaignChunks: Entity<CampaignChunk> = entity("campaign_chunk", (chunk) =>
  campaignKeys.chunk(chunk.accountId, chunk.campaignId, chunk.number),
);

export const tallied = [
  "sent",
  "failed",
  "skipped",
  "unknown",
  "delivered",
  "viewed",
  "clicked",
  "engaged",
  "bounced",
  "complained",
  "unsubscribed",
  "withheld",
  "machineOpens",
  "machineClicks",
] as const;
export type Tallied = (typeof tallied)[number];
export type Counts = Record<Tallied, number>;

/** Why recipients were left out when their turn came. They are counted by reason, and all together as `skipped`. */
export const skipReasons = [
  "no_address",
  "never_opted_in",
  "unsubscribed",
  "suppressed",
  "archived",
  "disabled",
  "not_found",
  "same_address",
] as const satisfies readonly Exclusion[];
type SkipCounter = `skipped_${Exclusion}`;
export const skipCounter = (reason: Exclusion): SkipCounter => `skipped_${reason}`;

/** What is counted for each subject that is tried, of those it is tried on. */
export const testTallied = ["sent", "viewed", "clicked"] as const;
export type TestTallied = (typeof testTallied)[number];
type TestCounter = `test${number}_${TestTallied}`;
export const testCounter = (variant: number, name: TestTallied): TestCounter => `test${variant}_${name}`;

/** A shard of a campaign's counters; each is changed in the transaction of what it counts, so they cannot drift. */
export interface CampaignTally extends Partial<Counts>, Partial<Record<SkipCounter, number>> {
  accountId: AccountId;
  campaignId: Id<"campaign">;
  shard: number;
  chunksDone?: number;
  /** The same for the chunks whose subject is tried. */
  sampleChunksDone?: number;
  [counter: TestCounter]: number | undefined;
}

/** Chunks that are sent at once rarely meet in the same item; senders and the recorder of events never do. */
export const TALLY_SHARDS = 8;

/** The shard that a chunk's counts go to. */
export const tallyShard = (by: "sender" | "recorder", chunk: number): number =>
  (chunk % (TALLY_SHARDS / 2)) + (by === "sender" ? 0 : TALLY_SHARDS / 2);

export const campaignTallies: Entity<CampaignTally> = entity("campaign_tally", (tally) =>
  campaignKeys.tally(tally.accountId, tally.campaignId, tally.shard),
);
