import { type Clock, later } from "../../../shared/clock.ts";
import { all, equals } from "../../../shared/db/conditions.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { update, type Write } from "../../../shared/db/writes.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import { setTimer } from "../../../shared/entities/timer.ts";
import { chunksDone } from "../recording/recipients.ts";
import { notWaiting } from "../sending/waiting.ts";
import { moveStatus, readRunNow, StatusMoved } from "../store.ts";
import { isUndecided, sampleChunksDone } from "./ab-test.ts";

/**
 * Ends a campaign of which every recipient is planned and accounted for; answers how many chunks are still to be done
 * before there is something new to do. Of one whose subjects are tried, those of the sample: once they are done, a timer
 * is set, and whoever picks the winner wakes the planner.
 * The planner asks again and again once the plan is complete, so that no sender has to, and none that dies is missed.
 * Reads what was committed before.
 */
export const finishIfDone = async (db: AccountTable, campaign: Campaign, clock: Clock): Promise<number> => {
  const { plan, tallies } = await readRunNow(db, campaign.id);
  if (plan?.phase !== "complete") return Number.POSITIVE_INFINITY;
  const missing = plan.chunks - chunksDone(tallies);
  const now = clock.now();
  // Also where the sample is everybody: its winner is what a later campaign goes by.
  if (isUndecided(campaign)) {
    const sampled = (plan.sampleChunks ?? 0) - sampleChunksDone(tallies);
    if (sampled === 0) await unlessMoved(db, waiting(campaign, now));
    return sampled;
  }
  if (missing > 0) return missing;
  await unlessMoved(db, [moveStatus(campaign, { status: "finished", finishedAt: now.toISOString() }, now)]);
  return 0;
};

const unlessMoved = async (db: AccountTable, writes: Write[]): Promise<void> => {
  try {
    await db.commit(writes);
  } catch (error) {
    // Paused or cancelled meanwhile, or finished by another: that stands.
    if (!(error instanceof StatusMoved)) throw error;
  }
};

/** The sample has what it was drawn: the time that it is given to open and click begins, once. */
const waiting = ({ accountId, id, abTest }: Campaign, now: Date): Write[] => {
  const dueAt = later(now, (abTest?.waitMinutes ?? 0) * 60);
  const by = "system";
  const set = { testState: "waiting", testEndsAt: dueAt.toISOString(), updatedAt: now.toISOString(), updatedBy: by };
  return [
    update(
      campaignKeys.campaign(accountId, id),
      // What waits now are those who get the winner: not for a day's limit.
      { set: { ...set, source: "automation" }, add: { version: 1 }, remove: notWaiting },
      all(equals("testState", "sampling"), equals("status", "sending")),
      () => new StatusMoved(`The test of ${id} is not at its sample any more.`),
    ),
    setTimer({ accountId, subject: id, purpose: "campaign.pick_winner", by, now, dueAt }),
  ];
};
