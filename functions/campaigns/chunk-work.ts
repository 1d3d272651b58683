import { later } from "../../shared/clock.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import type { Campaign, CampaignChunk } from "../../shared/entities/campaign.ts";
import type { AccountId } from "../../shared/ids.ts";
import { finishIfDone } from "./finish.ts";
import { ChunkMoved, claimChunk, readChunk, recordOutcome, sameSeen } from "./ledger.ts";
import type { ChunkMessage } from "./queues.ts";
import { hasFlag, placesOf, withOutcomes } from "./recipients.ts";
import { sendClaimed } from "./send-claimed.ts";
import type { SenderDeps } from "./sender-deps.ts";
import { type CampaignId, readCampaign } from "./store.ts";

/** A longer pause than this is not waited for within a worker. */
const LONGEST_WAIT_MS = 15_000;

/**
 * Does what is due with one chunk, whatever its message was sent for: send it, wait for whoever has it, find its worker
 * lost, settle what is unknown. A repeated message finds the chunk as it is by then. Returns when nothing is left to do
 * or another message will come; throws when this message must come again.
 */
export const workOnChunk = async (message: ChunkMessage, deps: SenderDeps): Promise<void> => {
  const db = deps.table.of(message.accountId as AccountId);
  const place = { campaignId: message.campaignId as CampaignId, number: message.chunk };
  const campaign = await readCampaign(db, place.campaignId);
  if (!campaign) return;
  if (campaign.status !== "sending") {
    // Nothing is sent now, but what was under way is brought to an end. Planned chunks are queued again on resumption.
    const chunk = await readChunk(db, place);
    return chunk && chunk.state !== "planned" ? lookAfter(db, campaign, chunk, message, deps) : undefined;
  }
  const pause = deps.pace.reserve(deps.pace.callSize);
  if (pause > LONGEST_WAIT_MS) return deps.chunks.send([message], pause / 1000);
  if (pause > 0) await deps.wait(pause);
  try {
    const chunk = await claimChunk(db, place, later(deps.clock.now(), deps.leaseSeconds));
    return await sendClaimed(db, campaign, chunk, deps);
  } catch (error) {
    if (!(error instanceof ChunkMoved)) throw error;
    return error.chunk && lookAfter(db, campaign, error.chunk, message, deps);
  }
};

/** A chunk that another worker has, had, or is done with. */
const lookAfter = async (
  db: AccountTable,
  campaign: Campaign,
  chunk: CampaignChunk,
  message: ChunkMessage,
  deps: SenderDeps,
): Promise<void> => {
  const { drained, ...again } = message;
  const seconds = (Date.parse(chunk.until ?? "") - deps.clock.now().getTime()) / 1000;
  switch (chunk.state) {
    case "planned":
      return deps.chunks.send([again], 1);
    case "sent":
      await finishIfDone(db, campaign.id, deps.clock);
      return;
    case "claimed":
      if (seconds >= 0) return deps.chunks.send([again], seconds + 1);
      await giveUp(db, chunk, deps);
      return deps.chunks.send([again], deps.settling.seconds);
    case "unknown":
      if (seconds > 0) return deps.chunks.send([again], seconds);
      if (!drained) return deps.events.send([again]);
      await settle(db, chunk);
      return workOnChunk(again, deps);
  }
};

/** The lease is over and no result was written: the worker is dead, and what it sent nobody knows. */
const giveUp = (db: AccountTable, chunk: CampaignChunk, { clock, settling }: SenderDeps): Promise<void> =>
  unlessMoved(
    recordOutcome(db, chunk, {
      state: "unknown",
      outcome: withOutcomes(
        chunk.outcome,
        placesOf(chunk.outcome, "pending").map((index) => [index, "unknown"]),
      ),
      until: later(clock.now(), settling.seconds).toISOString(),
    }),
  );

/** Who was heard of got the e-mail; who was not will be sent it. */
const settle = (db: AccountTable, chunk: CampaignChunk): Promise<void> => {
  const outcome = withOutcomes(
    chunk.outcome,
    placesOf(chunk.outcome, "unknown").map((index) => [
      index,
      hasFlag(chunk.seen, index, "accepted") ? "sent" : "pending",
    ]),
  );
  const state = placesOf(outcome, "pending").length > 0 ? "planned" : "sent";
  return unlessMoved(recordOutcome(db, chunk, { state, outcome }, sameSeen(chunk)));
};

/** Somebody else was faster: the message comes again and finds what they did. */
const unlessMoved = async (recording: Promise<void>): Promise<void> => {
  try {
    await recording;
  } catch (error) {
    if (!(error instanceof ChunkMoved)) throw error;
  }
};
