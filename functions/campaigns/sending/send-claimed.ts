import { later } from "../../../shared/clock.ts";
import { all, equals } from "../../../shared/db/conditions.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import type { CampaignChunk } from "../../../shared/entities/campaign-chunk.ts";
import type { BulkResult } from "../../../shared/messaging/bulk-mailer.ts";
import { ChunkMoved, recordOutcome, type SenderChange } from "../recording/ledger.ts";
import { type Outcome, placesOf, withOutcomes } from "../recording/recipients.ts";
import { moveStatus, StatusMoved } from "../store.ts";
import { type BulkCall, bulkCallFor } from "./bulk-call.ts";
import type { ChunkClients } from "./chunk-clients.ts";
import { claimCorrected } from "./corrected-addresses.ts";
import { LONGEST_DELAY, messageFor } from "./queues.ts";
import type { SenderDeps } from "./sender-deps.ts";

/**
 * After so many calls, about ten hours of them, a recipient whom the provider still puts off has failed. Calls that meet
 * a spent quota do not count: it comes back within a day, and says nothing about the recipient.
 */
const MOST_POSTPONED = 50;

/**
 * Sends a chunk to its waiting recipients in one call, and writes what became of all of them in one transaction. Dying
 * before the call loses nothing, since the claim runs out; dying between call and transaction leaves the chunk claimed:
 * whoever finds the lease over calls its recipients unknown.
 */
export const sendClaimed = async (
  db: AccountTable,
  campaign: Campaign,
  chunk: CampaignChunk,
  clients: ChunkClients,
  deps: SenderDeps,
): Promise<void> => {
  const call = await prepared(db, campaign, chunk, clients, deps);
  const results = call.mail.entries.length > 0 ? await deps.mailer.send(call.mail) : [];
  const change = changeBy(chunk, call, results, deps);
  await recordResults(db, chunk, change, deps);
  await followUp(db, campaign, chunk, { ...change, waits: call.waits }, results, deps);
};

/** The call, ready to be made. Whatever fails up to here has sent nothing, so the chunk is free again at once. */
const prepared = async (
  db: AccountTable,
  campaign: Campaign,
  chunk: CampaignChunk,
  clients: ChunkClients,
  deps: SenderDeps,
): Promise<BulkCall> => {
  try {
    const corrected = await claimCorrected(db, campaign, chunk, clients, deps);
    const call = await bulkCallFor(db, campaign, chunk, clients, corrected, deps);
    if (deps.clock.now().toISOString() >= (chunk.until ?? "")) throw new Error("The claim ran out before the call.");
    return call;
  } catch (error) {
    await release(db, chunk).catch(() => undefined);
    throw error;
  }
};

/** Gives a claim back that nothing was sent under. */
export const release = (db: AccountTable, chunk: CampaignChunk): Promise<void> =>
  recordOutcome(db, chunk, { state: "planned", outcome: chunk.outcome });

const outcomeBy = (result: BulkResult, postponed: number): Outcome => {
  switch (result.is) {
    case "accepted":
      return "sent";
    case "refused":
      return "failed";
    case "unknown":
      return "unknown";
    case "blocked":
      return "pending";
    case "later":
      return postponed < MOST_POSTPONED || result.seconds !== undefined ? "pending" : "failed";
  }
};

const changeBy = (
  { outcome, postponed: before = 0 }: CampaignChunk,
  { places, skipped }: BulkCall,
  results: readonly BulkResult[],
  { clock, settling }: SenderDeps,
): SenderChange => {
  const postponed = before + Number(results.some((result) => result.is === "later" && result.seconds === undefined));
  const found = places.map((index, entry): [number, Outcome] => {
    const result = results[entry];
    return [index, result ? outcomeBy(result, postponed) : "unknown"];
  });
  const next = withOutcomes(outcome, [...skipped, ...found]);
  if (placesOf(next, "unknown").length > 0)
    return { state: "unknown", outcome: next, postponed, until: later(clock.now(), settling.seconds).toISOString() };
  return { state: placesOf(next, "pending").length > 0 ? "planned" : "sent", outcome: next, postponed };
};

/** We may be so late that we were given up: our result is better than "unknown", as long as nobody acted on that. */
const recordResults = async (
  db: AccountTable,
  chunk: CampaignChunk,
  change: SenderChange,
  { log }: SenderDeps,
): Promise<void> => {
  try {
    await recordOutcome(db, chunk, change);
  } catch (error) {
    if (!(error instanceof ChunkMoved)) throw error;
    const givenUp = error.chunk?.state === "unknown" && error.chunk.attempt === chunk.attempt ? error.chunk : undefined;
    if (!givenUp) {
      log.error("CAMPAIGN_STEP", error, { campaignId: chunk.campaignId, chunk: chunk.number });
      throw error;
    }
    await recordOutcome(db, givenUp, change);
  }
};

const followUp = async (
  db: AccountTable,
  campaign: Campaign,
  chunk: CampaignChunk,
  { state, postponed = 0, waits }: SenderChange & Pick<BulkCall, "waits">,
  results: readonly BulkResult[],
  deps: SenderDeps,
): Promise<void> => {
  const again = messageFor(chunk);
  if (results.some(({ is }) => is === "blocked")) await pauseForProvider(db, campaign, deps);
  if (state === "unknown") await deps.chunks.send([again], deps.settling.seconds);
  if (state === "planned") {
    const seconds = waits ? UNDECIDED_SECONDS + (chunk.number % UNDECIDED_SECONDS) : 0;
    await deps.chunks.send([again], Math.max(seconds, delayAfter(results, postponed)));
  }
};

/** Two chunks that wait for one another come back one after the other. */
const UNDECIDED_SECONDS = 10;

/**
 * Nothing of ours is taken: going on would fail for everybody. Staff read the reason and resume. Where they have by now,
 * this call was made with what they have mended since.
 */
const pauseForProvider = async (db: AccountTable, campaign: Campaign, { clock }: SenderDeps): Promise<void> => {
  try {
    const sameRound = all(equals("status", "sending"), equals("round", campaign.round));
    await db.commit([moveStatus(campaign, { status: "paused", pauseReason: "provider" }, clock.now(), sameRound)]);
  } catch (error) {
    if (!(error instanceof StatusMoved)) throw error;
  }
};

/** Twice as long each time that the provider puts somebody off; at once where it did not. */
const delayAfter = (results: readonly BulkResult[], postponed: number): number => {
  const delays = results.flatMap((result) =>
    result.is === "later" ? [result.seconds ?? Math.min(LONGEST_DELAY, 2 ** Math.min(postponed, 10))] : [],
  );
  return Math.max(0, ...delays);
};
