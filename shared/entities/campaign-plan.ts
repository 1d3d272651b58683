import { type Entity, entity, type Versioned } from "../db/entity.ts";
import type { AccountId, Id } from "../ids.ts";
import type { Language } from "../messaging/language.ts";
import { campaignKeys } from "./campaign-keys.ts";
import type { MailStanding } from "./list-entry.ts";

/** Why a client of the audience gets nothing; `same_address`: another one of them who gets it has the same address. */
export type Exclusion = Exclude<MailStanding, "ok"> | "archived" | "disabled" | "not_found" | "same_address";

/** What one call of the mail provider takes (Amazon SES, quotas of `SendBulkEmail`). */
export const CHUNK_SIZE = 50;

/** The lines of a snapshot that make one chunk. */
export interface PlannedChunk {
  language: Language;
  /** The place of the subject that is tried on them; none for the rest, who get the winner, or where nothing is tried. */
  variant?: number;
  offset: number;
  size: number;
}

/**
 * How far the recipients of a campaign are known. One item, advanced by a condition on its version: whoever advances it
 * decides which snapshot counts; the snapshot of a planner that came second is never referred to.
 */
export interface CampaignPlan extends Versioned {
  accountId: AccountId;
  campaignId: Id<"campaign">;
  startedAt: string;
  /** `walk` through the lists of the audience, then those that moved within them meanwhile, then nothing more. */
  phase: "walk" | "latecomers" | "complete";
  /** Where the walk goes on: after this place. */
  cursor?: string;
  chunks: number;
  recipients: number;
  matched: number;
  excluded: Partial<Record<Exclusion, number>>;
  /** The object that tells whom the last step that left somebody out left out, and where those of before stand. */
  leftOut?: string;
  /** Those among the chunks whose subject is tried. */
  sampleChunks?: number;
  /** The round of the campaign whose unfinished chunks are queued. */
  round: number;
  /** What was planned last: made into chunks and queued again by whoever finds it, in case its planner died. */
  last?: { segment: string; firstChunk: number; chunks: PlannedChunk[] };
  /** Recipients too few for a full chunk, waiting for more: the lines of a snapshot from `offset` on. */
  carry?: { segment: string; offset: number };
}

export const campaignPlans: Entity<CampaignPlan> = entity("campaign_plan", (plan) =>
  campaignKeys.plan(plan.accountId, plan.campaignId),
);
