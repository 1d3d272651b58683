import type { Clock } from "../../shared/clock.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { chunksDone } from "./recipients.ts";
import { type CampaignId, moveStatus, readRunNow, StatusMoved } from "./store.ts";

/**
 * Ends a campaign of which every recipient is planned and accounted for. Everybody who may have been the last to do
 * something for it asks: the planner at the end of the plan, a sender after each chunk, and again whoever handles the
 * redelivered message of one that died before asking. Reads what was committed, so the last of all cannot miss itself.
 */
export const finishIfDone = async (db: AccountTable, id: CampaignId, clock: Clock): Promise<boolean> => {
  const { plan, tallies } = await readRunNow(db, id);
  if (plan?.phase !== "complete" || chunksDone(tallies) < plan.chunks) return false;
  const now = clock.now();
  try {
    const campaign = { accountId: db.accountId, id };
    await db.commit([moveStatus(campaign, { status: "finished", finishedAt: now.toISOString() }, now)]);
    return true;
  } catch (error) {
    // Paused or cancelled meanwhile, or finished by another: that stands.
    if (error instanceof StatusMoved) return false;
    throw error;
  }
};
