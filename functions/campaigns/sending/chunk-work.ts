import { later } from "../../../shared/clock.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { CampaignChunk } from "../../../shared/entities/campaign-chunk.ts";
import type { AccountId } from "../../../shared/ids.ts";
import type { BulkMailer } from "../../../shared/messaging/bulk-mailer.ts";
import { isHeld } from "../planning/ab-test.ts";
import { ChunkMoved, claimChunk, recordOutcome, sameSeen } from "../recording/ledger.ts";
import { hasFlag, placesOf, withOutcomes } from "../recording/recipients.ts";
import { type CampaignId, readCampaign } from "../store.ts";
import type { Reserved } from "./budget.ts";
import { clientsOf } from "./chunk-clients.ts";
import type { ChunkMessage } from "./queues.ts";
import { release, sendClaimed } from "./send-claimed.ts";
import type { SenderDeps } from "./sender-deps.ts";
import { showGoingOn, waitIsOver, withinBudget } from "./wait-for-tomorrow.ts";

/** A longer pause than this is not waited for within a worker. */
const LONGEST_WAIT_MS = 15_000;

/**
 * Does what is due with one chunk, whatever its message was sent for: send it, wait for whoever has it, find its worker
 * lost, settle what is unknown. A repeated message finds the chunk as it is by then. Returns when nothing is left to do
 * or another message will come; throws when this message must come again.
 */
export const workOnChunk = (message: ChunkMessage, deps: SenderDeps): Promise<void> =>
  withinBudget(message, deps, (within, granted) => workOnGranted(message, within, granted));

const workOnGranted = async (message: ChunkMessage, deps: SenderDeps, granted: Reserved): Promise<void> => {
  const again = await workInTurn(message, deps, granted);
  if (again) await workOnGranted(again, deps, granted);
};

/** Waits for the worker's turn, which is given back as far as no call came of it. Answers what is due at once after. */
const workInTurn = async (
  message: ChunkMessage,
  deps: SenderDeps,
  granted: Reserved,
): Promise<ChunkMessage | undefined> => {
  const { chunks, mailer, pace } = deps;
  let unused = pace.callSize;
  const counting: BulkMailer = {
    send(mail) {
      unused -= mail.entries.length;
      return mailer.send(mail);
    },
  };
  const pause = pace.reserve(pace.callSize);
  try {
    if (pause > LONGEST_WAIT_MS) await chunks.send([message], pause / 1000);
    else {
      if (pause > 0) await deps.wait(pause);
      return await claimAndSend(message, { ...deps, mailer: counting }, granted);
    }
  } finally {
    pace.giveBack(unused);
  }
  return undefined;
};

const claimAndSend = async (
  message: ChunkMessage,
  deps: SenderDeps,
  granted: Reserved,
): Promise<ChunkMessage | undefined> => {
  const db = deps.table.of(message.accountId as AccountId);
  const place = { campaignId: message.campaignId as CampaignId, number: message.chunk };
  const until = later(deps.clock.now(), deps.leaseSeconds);
  const [claim, campaign, clients] = await Promise.allSettled([
    claimChunk(db, place, until),
    readCampaign(db, place.campaignId),
    clientsOf(db, message, deps),
  ]);
  if (claim.status === "rejected") return lookAfter(db, movedOr(claim.reason), message, deps);
  if (campaign.status === "rejected" || clients.status === "rejected") {
    await release(db, claim.value);
    throw campaign.status === "rejected" ? campaign.reason : clients.status === "rejected" && clients.reason;
  }
  // Planned chunks are queued again when the campaign is resumed, those that wait for a subject when it is known.
  if (campaign.value?.status !== "sending" || isHeld(campaign.value, claim.value)) {
    await release(db, claim.value);
    return undefined;
  }
  await sendClaimed(db, campaign.value, claim.value, clients.value, deps);
  const now = deps.clock.now();
  if (waitIsOver(campaign.value, granted, now)) await showGoingOn(db, place.campaignId, now);
  return undefined;
};

/** The chunk that could not be claimed, as it stands. */
const movedOr = (reason: unknown): CampaignChunk | undefined => {
  if (reason instanceof ChunkMoved) return reason.chunk;
  throw reason;
};

/** A chunk that another worker has, had, or is done with; answers what is due at once, now that it is settled. */
const lookAfter = async (
  db: AccountTable,
  chunk: CampaignChunk | undefined,
  message: ChunkMessage,
  deps: SenderDeps,
): Promise<ChunkMessage | undefined> => {
  if (!chunk) return undefined;
  const { drained, ...again } = message;
  const seconds = (Date.parse(chunk.until ?? "") - deps.clock.now().getTime()) / 1000;
  switch (chunk.state) {
    case "planned":
      await deps.chunks.send([again], 1);
      return undefined;
    case "sent":
      return undefined;
    case "claimed":
      if (seconds >= 0) await deps.chunks.send([again], seconds + 1);
      else {
        await giveUp(db, chunk, deps);
        await deps.chunks.send([again], deps.settling.seconds);
      }
      return undefined;
    case "unknown":
      if (seconds > 0) await deps.chunks.send([again], seconds);
      else if (!drained) await deps.events.send([again]);
      else {
        await settle(db, chunk);
        return again;
      }
      return undefined;
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
