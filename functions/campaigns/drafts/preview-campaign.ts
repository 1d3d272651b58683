import { ok, useCase } from "../../../shared/app/use-case.ts";
import { type Language, languageOf } from "../../../shared/messaging/language.ts";
import type { CampaignDeps } from "../deps.ts";
import { accountNow, isCompiledAnew } from "../mail/letterhead.ts";
import { viewLinks } from "../mail/mail-links.ts";
import { mailFor, readerOf } from "../mail/personal-mail.ts";
import { compile, mustBeTried } from "../mail/subjects.ts";
import { viewer } from "../mail/viewer.ts";
import { routes } from "../manifest.ts";
import { campaignOr404, readTemplate } from "../store.ts";
import { warningsOf } from "./warnings.ts";

/** The e-mail as it would be sent now; of a campaign that is being sent, or was, as it is. */
export const previewCampaign = useCase(
  routes.preview,
  async ({ params, body, actor, db }, { publicUrl, senderEmail }: CampaignDeps) => {
    const campaign = await campaignOr404(db, params.id);
    mustBeTried(body.variant, campaign);
    const [account, sent, client] = await Promise.all([
      accountNow(db, actor),
      isCompiledAnew(campaign) ? undefined : readTemplate(db, campaign.id),
      viewer(db, body.clientId),
    ]);
    const template = sent ?? (await compile(campaign, account, senderEmail));
    const language: Language = body.language ?? languageOf(client.language, template.language);
    const reader = readerOf(template, client, language, body.variant);
    const mail = mailFor(template.mails[language], reader, language, viewLinks(publicUrl));
    return ok({ language, ...mail, warnings: warningsOf(account, mail) });
  },
);
