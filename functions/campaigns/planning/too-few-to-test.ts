import type { Clock } from "../../../shared/clock.ts";
import { all, equals } from "../../../shared/db/conditions.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { update } from "../../../shared/db/writes.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import type { CampaignPlan } from "../../../shared/entities/campaign-plan.ts";
import { StatusMoved } from "../store.ts";
import { isTooSmall, isUndecided } from "./ab-test.ts";

/**
 * Gives up a test whose plan turned out to have too few recipients: all are sent the first subject, in a new round. Before
 * anything is sent. Answers whether the campaign is another one now.
 */
export const isWithoutTest = async (
  db: AccountTable,
  campaign: Campaign,
  { recipients }: Pick<CampaignPlan, "recipients">,
  { clock, leastTried }: { clock: Clock; leastTried?: number },
): Promise<boolean> => {
  const { accountId, id, abTest, testState } = campaign;
  if (!abTest || testState !== "sampling" || !isUndecided(campaign)) return false;
  if (!isTooSmall(abTest, recipients, leastTried)) return false;
  const by = { updatedAt: clock.now().toISOString(), updatedBy: "system", source: "automation" };
  const change = { set: { winner: 0, testState: "too_few", ...by }, add: { version: 1, round: 1 } };
  const same = all(equals("testState", "sampling"), equals("status", "sending"));
  try {
    const moved = () => new StatusMoved(`The test of ${id} is not at its sample any more.`);
    await db.commit([update(campaignKeys.campaign(accountId, id), change, same, moved)]);
  } catch (error) {
    // Chosen by hand, paused or cancelled meanwhile, or given up by another planner.
    if (!(error instanceof StatusMoved)) throw error;
  }
  return true;
};
