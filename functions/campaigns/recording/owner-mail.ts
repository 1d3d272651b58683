import type { AccountTable } from "../../../shared/db/table.ts";
import type { Campaign, PauseReason } from "../../../shared/entities/campaign.ts";
import type { EventOf } from "../../../shared/events/kind.ts";
import type { MailingDeps } from "../../../shared/messaging/mailing-deps.ts";
import { type News, notify } from "../../../shared/messaging/notify.ts";
import type { campaign as kind } from "../kinds.ts";
import { campaignPaused } from "../mails.ts";
import { readCampaign, readRunNow } from "../store.ts";
import { judgedBy } from "./pause-if-harmful.ts";
import { pausedMail } from "./paused-mail.ts";
import type { Ours } from "./paused-words.ts";
import { sumOf } from "./recipients.ts";

/**
 * Tells the owners once for each pause that nobody asked for. Whoever has resumed or ended the campaign since has seen
 * it. The e-mail comes from the stage's own address: the account's may be what the provider refuses.
 */
export const tellOwners = async (
  { accountId, resource }: EventOf<typeof kind.paused>,
  deps: MailingDeps,
): Promise<void> => {
  const db = deps.table.of(accountId);
  const campaign = await readCampaign(db, resource.id);
  const why = campaign && stoppedBy(campaign);
  if (!why) return;
  const counts = await countsSince(db, campaign);
  const name = `PAUSED#${campaign.round}`;
  const write: News["write"] = (given) => pausedMail({ ...given, campaign, why, counts });
  await notify(db, campaignPaused, { id: campaign.id, name, write }, deps);
};

const stoppedBy = ({ status, pauseReason }: Campaign): Exclude<PauseReason, "asked"> | undefined =>
  status === "paused" && pauseReason !== "asked" ? pauseReason : undefined;

const countsSince = async (db: AccountTable, { id, judgedFrom }: Campaign): Promise<Ours> => {
  const { plan, tallies } = await readRunNow(db, id);
  const counts = sumOf(tallies);
  const { sent, failed, skipped, unknown } = counts;
  const judged = judgedBy(counts);
  return {
    sent: judged.sent - (judgedFrom?.sent ?? 0),
    bounced: judged.bounced - (judgedFrom?.bounced ?? 0),
    complained: judged.complained - (judgedFrom?.complained ?? 0),
    waiting: Math.max(0, (plan?.recipients ?? 0) - sent - failed - skipped - unknown),
  };
};
