import type { AppDeps } from "../../../shared/app/use-case.ts";
import { all, any, equals } from "../../../shared/db/conditions.ts";
import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { replace, update, type Write } from "../../../shared/db/writes.ts";
import { accounts } from "../../../shared/entities/account.ts";
import { type Campaign, campaigns } from "../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import { putTemplate } from "../../../shared/entities/campaign-template.ts";
import type { EventOf } from "../../../shared/events/kind.ts";
import type { timer } from "../../timers/kinds.ts";
import { compile } from "../mail/subjects.ts";
import { bestOf } from "../planning/ab-test.ts";
import { type CampaignId, readCampaign, readRunNow, StatusMoved } from "../store.ts";
import { started } from "./starting.ts";

export interface TimerDeps extends AppDeps {
  /** The stage's verified address, for accounts whose own is not. */
  senderEmail: string;
}

/** Does what the timer of a campaign was set for. A timer that was moved or stopped since, or fires twice, does nothing. */
export const onCampaignTimer = async (
  { accountId, resource }: EventOf<typeof timer.rang>,
  deps: TimerDeps,
): Promise<void> => {
  const db = deps.table.of(accountId);
  const campaign = await readCampaign(db, resource.subject as CampaignId);
  if (!campaign) return;
  if (resource.purpose === "campaign.send") return start(db, campaign, resource.dueAt, deps);
  if (resource.purpose === "campaign.pick_winner") return pickWinner(db, campaign, resource.dueAt, deps);
};

/** Sends a scheduled campaign, as its route does: with the business's name and address of this moment. */
const start = async (
  db: AccountTable,
  campaign: Campaign,
  dueAt: string,
  { clock, senderEmail }: TimerDeps,
): Promise<void> => {
  if (campaign.status !== "scheduled" || campaign.scheduledAt !== dueAt) return;
  const account = await db.get(accounts, keys.account(db.accountId));
  if (!account) return;
  const now = clock.now();
  const next: Campaign = { ...started(campaign, now), version: campaign.version + 1, ...bySystem(now) };
  // Whoever changes it at the same time is faster: the message comes again and finds what they did.
  await db.commit([replace(campaigns, next, campaign), putTemplate(await compile(next, account, senderEmail))]);
};

const bySystem = (now: Date) => ({ updatedAt: now.toISOString(), updatedBy: "system", source: "automation" });

/** Gives the rest of a campaign the subject that did best; also of one that is paused, which then goes on with it. */
const pickWinner = async (
  db: AccountTable,
  campaign: Campaign,
  dueAt: string,
  { clock }: Pick<TimerDeps, "clock">,
): Promise<void> => {
  if (!campaign.abTest || campaign.testState !== "waiting" || campaign.testEndsAt !== dueAt) return;
  const { tallies } = await readRunNow(db, campaign.id);
  try {
    await db.commit([decided(campaign, bestOf(campaign.abTest, tallies), clock.now())]);
  } catch (error) {
    // Chosen by hand, cancelled, or picked when the timer rang before.
    if (!(error instanceof StatusMoved)) throw error;
  }
};

/** A higher round makes the planner queue what waited. */
const decided = ({ accountId, id }: Campaign, winner: number, now: Date): Write =>
  update(
    campaignKeys.campaign(accountId, id),
    { set: { winner, testState: "decided", ...bySystem(now) }, add: { version: 1, round: 1 } },
    all(equals("testState", "waiting"), any(equals("status", "sending"), equals("status", "paused"))),
    () => new StatusMoved(`The test of ${id} is over.`),
  );
