import { derivedId } from "../../shared/ids.ts";
import { languageIn } from "../../shared/messaging/language.ts";
import type { MailSamples, SampleWith } from "../../shared/messaging/mail-samples.ts";
import { mailFor } from "./mail/personal-mail.ts";
import { compileCampaign } from "./mail/template.ts";
import { pausedMail } from "./recording/paused-mail.ts";

/** A picture that needs no network. */
const picture =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='528' height='200'%3E%3Crect width='528' height='200' fill='%23bcccdc'/%3E%3Ccircle cx='264' cy='100' r='70' fill='%23334e68'/%3E%3Ccircle cx='264' cy='100' r='34' fill='%23d9e2ec'/%3E%3C/svg%3E";

const written = {
  id: derivedId("campaign", "1"),
  callToAction: { kind: "book" as const, url: "https://garage.example/rdv" },
  content: {
    subject: "{client_first_name|Bonjour}, vos pneus d'hiver vous attendent",
    title: "L'hiver arrive",
    body: "Bonjour {client_first_name|cher client},\n\nRéservez **avant le 15 novembre**.\n\n- pose et équilibrage\n- entreposage",
    imageUrl: picture,
  },
  translations: {
    en: {
      subject: "{client_first_name|Hello}, your winter tyres are waiting",
      title: "Winter is coming",
      body: "Hello {client_first_name|there},\n\nBook **before 15 November**:\n\n- fitting and balancing\n- storage",
    },
  },
};
const counts = { sent: 750, bounced: 33, complained: 1, waiting: 250 };

const campaignMail = ({ account, client, language, url }: SampleWith) => {
  const { mails } = compileCampaign({ ...written, accountId: account.id }, account, "bonjour@clientele.example");
  const links = { unsubscribe: url, pages: new URL(url).origin };
  return mailFor(mails[languageIn(language)], client, languageIn(language), links);
};

export const mailSamples: MailSamples = {
  campaign: { campaign: campaignMail },
  campaign_test: {
    campaignTest: (given) => {
      const mail = campaignMail(given);
      return { ...mail, subject: `[Test] ${mail.subject}` };
    },
  },
  campaign_paused: {
    paused: (given) => pausedMail({ ...given, campaign: { name: "Pneus d'hiver" }, why: "bounces", counts }),
  },
};
