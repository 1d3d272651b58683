import type { AppDeps } from "../../../shared/app/use-case.ts";
import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { accounts } from "../../../shared/entities/account.ts";
import { type CampaignTemplate, campaignTests } from "../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import { findTemplate } from "../../../shared/entities/campaign-template.ts";
import type { EventOf } from "../../../shared/events/kind.ts";
import { deliverOnce } from "../../../shared/messaging/deliver-once.ts";
import type { Mailer } from "../../../shared/messaging/mail.ts";
import type { campaignTest } from "../kinds.ts";
import { isCompiledAnew } from "../mail/letterhead.ts";
import { viewLinks } from "../mail/mail-links.ts";
import { mailFor, readerOf } from "../mail/personal-mail.ts";
import { compile } from "../mail/subjects.ts";
import { viewerIfThere } from "../mail/viewer.ts";
import { testMailKind } from "../mails.ts";
import { type CampaignId, readCampaign } from "../store.ts";

export interface TestMailDeps extends AppDeps {
  mailer: Mailer;
  publicUrl: string;
  /** The stage's verified address, for accounts whose own is not. */
  senderEmail: string;
}

/** Sends a test once. It carries no campaign among its tags, so that its events count nowhere. */
export const sendTestMail = async (
  { accountId, resource }: EventOf<typeof campaignTest.created>,
  { table, clock, mailer, publicUrl, senderEmail, log }: TestMailDeps,
): Promise<void> => {
  const db = table.of(accountId);
  const { id, campaignId } = resource;
  const test = await db.get(campaignTests, campaignKeys.test(accountId, campaignId, id));
  if (!test) return;
  const [template, client] = await Promise.all([
    templateNow(db, campaignId, senderEmail),
    viewerIfThere(db, test.clientId),
  ]);
  // The draft was deleted, or the client, since somebody asked: there is nothing to look at any more.
  if (!template || !client) return log.info("MAIL_SKIPPED", { kind: testMailKind.name, campaignId });
  const { from, replyTo, mails } = template;
  const mail = mailFor(
    mails[test.language],
    readerOf(template, client, test.language, test.variant),
    test.language,
    viewLinks(publicUrl),
  );
  await deliverOnce(db, {
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
        tags: { kind: testMailKind.name },
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
