import type { AccountTable } from "../../../shared/db/table.ts";
import type { Campaign, JudgedFrom, PauseReason } from "../../../shared/entities/campaign.ts";
import type { Counts } from "../../../shared/entities/campaign-chunk.ts";
import type { CampaignPlan } from "../../../shared/entities/campaign-plan.ts";
import { type CampaignId, moveStatus, readCampaign, readRunNow, StatusMoved } from "../store.ts";
import { sumOf } from "./recipients.ts";

/**
 * Amazon SES puts an account under review at 5 % bounces or 0.1 % complaints ("Reputation metrics"); a campaign stops
 * before that. A few recipients are no rate: hence the least numbers.
 */
const limits = {
  bounced: { rate: 0.04, least: 5 },
  complained: { rate: 0.0008, least: 2 },
} as const;

/** What must have been sent since somebody resumed it, unless it is all the rest: bounces of mails of before come late. */
const SENT_ANEW = 100;

/**
 * What SES judges by: without those whom it never wrote to, since they stand on the account's own suppression list. It
 * took their e-mails, and counts them neither as bounces nor as complaints.
 */
export const judgedBy = ({ sent, bounced, complained, withheld }: Counts): JudgedFrom => ({
  sent: Math.max(0, sent - withheld),
  bounced: bounced - withheld,
  complained,
});

export const pauseIfHarmful = async (db: AccountTable, id: CampaignId, now: Date): Promise<void> => {
  const [campaign, run] = await Promise.all([readCampaign(db, id), readRunNow(db, id)]);
  const counts = sumOf(run.tallies);
  if (!campaign || isTooEarly(campaign, run.plan, counts)) return;
  const judged = judgedBy(counts);
  const since = (name: keyof JudgedFrom) => judged[name] - (campaign.judgedFrom?.[name] ?? 0);
  const exceeds = (name: keyof typeof limits) =>
    since(name) >= limits[name].least && since(name) >= since("sent") * limits[name].rate;
  const pauseReason: PauseReason | undefined = exceeds("complained")
    ? "complaints"
    : exceeds("bounced")
      ? "bounces"
      : undefined;
  if (!pauseReason) return;
  try {
    await db.commit([moveStatus({ accountId: db.accountId, id }, { status: "paused", pauseReason }, now)]);
  } catch (error) {
    // It is over, or stands still already.
    if (!(error instanceof StatusMoved)) throw error;
  }
};

const isTooEarly = ({ judgedFrom }: Campaign, plan: CampaignPlan | undefined, counts: Counts): boolean => {
  if (!judgedFrom || judgedBy(counts).sent - judgedFrom.sent >= SENT_ANEW) return false;
  const { sent, failed, skipped, unknown } = counts;
  return plan?.phase !== "complete" || sent + failed + skipped + unknown < plan.recipients;
};
