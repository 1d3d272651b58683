import type { AccountTable } from "../../shared/db/table.ts";
import type { Campaign, PauseReason } from "../../shared/entities/campaign.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { type AccountId, isId } from "../../shared/ids.ts";
import { mailbox } from "../../shared/messaging/mail.ts";
import type { MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { ownersOf } from "../../shared/messaging/owners.ts";
import { tellStaff } from "../../shared/messaging/tell-staff.ts";
import { letterheadOf } from "../../shared/pages/letterhead.ts";
import { judgedBy } from "./pause-if-harmful.ts";
import { pausedMail } from "./paused-mail.ts";
import type { Ours } from "./paused-words.ts";
import { sumOf } from "./recipients.ts";
import { readCampaign, readRunNow } from "./store.ts";

/**
 * Tells the owners once for each pause that nobody asked for. Whoever has resumed or ended the campaign since has seen
 * it. The e-mail comes from the stage's own address: the account's may be what the provider refuses.
 */
export const tellOwners = async (event: DomainEvent, deps: MailingDeps): Promise<void> => {
  const { id } = event.resource;
  if (typeof id !== "string" || !isId("campaign", id)) throw new Error("This event is about no campaign.");
  const db = deps.table.of(event.accountId as AccountId);
  const campaign = await readCampaign(db, id);
  const why = campaign && stoppedBy(campaign);
  if (!why) return;
  const [owners, counts] = await Promise.all([ownersOf(db), countsSince(db, campaign)]);
  if (!owners) return;
  const letterhead = letterheadOf(owners.account, deps.publicUrl);
  await tellStaff(
    db,
    {
      kind: "campaign_paused",
      owner: campaign.id,
      name: `PAUSED#${campaign.round}`,
      sender: { from: mailbox(owners.account.name, deps.senderEmail) },
      readers: owners.readers,
      write: (language) => pausedMail({ account: owners.account, letterhead, campaign, why, counts, language }),
    },
    deps,
  );
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
