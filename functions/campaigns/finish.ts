import type { Clock } from "../../shared/clock.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { chunksDone } from "./recipients.ts";
import { type CampaignId, moveStatus, readRunNow, StatusMoved } from "./store.ts";

/**
 * Ends a campaign of which every recipient is planned and accounted for; answers how many chunks are still to be done.
 * The planner asks again and again once the plan is complete, so that no sender has to, and none that dies is missed.
 * Reads what was committed before.
 */
export const finishIfDone = async (db: AccountTable, id: CampaignId, clock: Clock): Promise<number> => {
  const { plan, tallies } = await readRunNow(db, id);
  if (plan?.phase !== "complete") return Number.POSITIVE_INFINITY;
  const missing = plan.chunks - chunksDone(tallies);
  if (missing > 0) return missing;
  const now = clock.now();
  try {
    const campaign = { accountId: db.accountId, id };
    await db.commit([moveStatus(campaign, { status: "finished", finishedAt: now.toISOString() }, now)]);
  } catch (error) {
    // Paused or cancelled meanwhile, or finished by another: that stands.
    if (!(error instanceof StatusMoved)) throw error;
  }
  return 0;
};
