import type { AppDeps } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { accounts } from "../../shared/entities/account.ts";
import { type CampaignTemplate, campaignTests } from "../../shared/entities/campaign.ts";
import { campaignKeys } from "../../shared/entities/campaign-keys.ts";
import { findTemplate } from "../../shared/entities/campaign-template.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import type { AccountId } from "../../shared/ids.ts";
import type { Mailer } from "../../shared/messaging/mail.ts";
import { sendOnce } from "../../shared/messaging/send-once.ts";
import { isCompiledAnew } from "./letterhead.ts";
import { viewLinks } from "./mail-links.ts";
import { mailFor, readerOf } from "./personal-mail.ts";
import { type CampaignId, readCampaign } from "./store.ts";
import { compile } from "./subjects.ts";
import { viewerIfThere } from "./viewer.ts";

export interface TestMailDeps extends AppDeps {
  mailer: Mailer;
  publicUrl: string;
  /** The stage's verified address, for accounts whose own is not. */
  senderEmail: string;
}

/** Sends a test once. It carries no campaign among its tags, so that its events count nowhere. */
export const sendTestMail = async (
  event: DomainEvent,
  { table, clock, mailer, publicUrl, senderEmail, log }: TestMailDeps,
): Promise<void> => {
  const db = table.of(event.accountId as AccountId);
  const campaignId = event.resource.campaignId as CampaignId;
  const test = await db.get(campaignTests, campaignKeys.test(db.accountId, campaignId, String(event.resource.id)));
  if (!test) return;
  const [template, client] = await Promise.all([
    templateNow(db, campaignId, senderEmail),
    viewerIfThere(db, test.clientId),
  ]);
  // The draft was deleted, or the client, since somebody asked: there is nothing to look at any more.
  if (!template || !client) return log.info("MAIL_SKIPPED", { kind: "campaign_test", campaignId });
  const { from, replyTo, mails } = template;
  const mail = mailFor(
    mails[test.language],
    readerOf(template, client, test.language, test.variant),
    test.language,
    viewLinks(publicUrl),
  );
  await sendOnce(db, {
    owner: test.campaignId,
    name: `TEST#${test.id}`,
    now: clock.now,
    send: () =>
      mailer.send({
        from,
        replyTo,
        to: test.to,
        ...mail,
        subject: `[Test] ${mail.subject}`,
        tags: { kind: "campaign_test" },
      }),
    record: () => [],
  });
};

/** The e-mail as it would be sent now; of a campaign that is being sent, or was, as it is. */
const templateNow = async (
  db: AccountTable,
  id: CampaignId,
  senderEmail: string,
): Promise<CampaignTemplate | undefined> => {
  const [campaign, account, stored] = await Promise.all([
    readCampaign(db, id),
    db.get(accounts, keys.account(db.accountId)),
    findTemplate(db, id),
  ]);
  if (!campaign || !account) return undefined;
  return isCompiledAnew(campaign) ? await compile(campaign, account, senderEmail) : stored;
};
