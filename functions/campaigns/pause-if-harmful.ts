import type { AccountTable } from "../../shared/db/table.ts";
import type { JudgedFrom, PauseReason } from "../../shared/entities/campaign.ts";
import { sumOf } from "./recipients.ts";
import { type CampaignId, moveStatus, readCampaign, readRunNow, StatusMoved } from "./store.ts";

/**
 * Amazon SES puts an account under review at 5 % bounces or 0.1 % complaints ("Reputation metrics"); a campaign stops
 * before that. A few recipients are no rate: hence the least numbers.
 */
const limits = {
  bounced: { rate: 0.04, least: 5 },
  complained: { rate: 0.0008, least: 2 },
} as const;

export const pauseIfHarmful = async (db: AccountTable, id: CampaignId, now: Date): Promise<void> => {
  const [campaign, run] = await Promise.all([readCampaign(db, id), readRunNow(db, id)]);
  const counts = sumOf(run.tallies);
  const since = (name: keyof JudgedFrom) => counts[name] - (campaign?.judgedFrom?.[name] ?? 0);
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
