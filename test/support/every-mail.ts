import { invitationMail } from "../../functions/accounts/invitations/mail.ts";
import { codeMail } from "../../functions/accounts/own-address/mail.ts";
import { passwordResetMail } from "../../functions/accounts/password-resets/mail.ts";
import { pausedMail } from "../../functions/campaigns/paused-mail.ts";
import { mailFor } from "../../functions/campaigns/personal-mail.ts";
import { compileCampaign } from "../../functions/campaigns/template.ts";
import { messageMail } from "../../functions/clients/message-mail.ts";
import { receivedMail } from "../../functions/documents/received-mail.ts";
import { refusedMail } from "../../functions/documents/refused-mail.ts";
import { requestMail } from "../../functions/documents/request-mail.ts";
import { returnedMail } from "../../functions/documents/returned-mail.ts";
import { sharedMail } from "../../functions/documents/shared-mail.ts";
import { derivedId } from "../../shared/ids.ts";
import { type LanguageTag, languageIn } from "../../shared/messaging/language.ts";
import type { RenderedMail } from "../../shared/messaging/layout.ts";
import { letterheadOf } from "../../shared/pages/letterhead.ts";
import { businessFor } from "./businesses.ts";
import { testCampaign, testClient } from "./campaigns/scenario.ts";

const client = testClient(businessFor("fr-CA").id, 1, { name: "Noémie Côté", firstName: "Noémie" });
const itemId = derivedId("item", "1");
const url = "https://pages.example/p/token";
const request = {
  title: "Preuve d'assurance",
  message: "Une photo lisible suffit.\nMerci\u00a0!",
  items: [
    { id: itemId, label: "Preuve d'assurance", required: true },
    { id: derivedId("item", "2"), label: "Permis", required: false },
  ],
  accept: ["image/*", "application/pdf"],
  maxBytes: 10 * 1024 * 1024,
  expiresAt: "2026-04-02T03:00:00.000Z",
};
const document = { fileName: "assurance.pdf", size: 204_800, itemId };
const share = { message: "Voici votre estimation.", expiresAt: request.expiresAt };

/** A picture that needs no network. */
const picture =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='528' height='200'%3E%3Crect width='528' height='200' fill='%23bcccdc'/%3E%3Ccircle cx='264' cy='100' r='70' fill='%23334e68'/%3E%3Ccircle cx='264' cy='100' r='34' fill='%23d9e2ec'/%3E%3C/svg%3E";

const campaign = testCampaign(businessFor("fr-CA"), {
  callToAction: { kind: "book", url: "https://garage.example/rdv" },
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
});

const messages = {
  fr: { subject: "Votre voiture est prête", body: "Bonjour Noémie,\n\nVous pouvez venir la chercher dès 15 h." },
  en: { subject: "Your car is ready", body: "Hello Noémie,\n\nYou can pick it up from 3 p.m." },
};

const invitation = {
  email: "luc@example.org",
  name: "Luc Roy",
  role: "staff" as const,
  expiresAt: request.expiresAt,
};

/** One e-mail of every kind that the product sends. */
export const everyMail = (language: LanguageTag): Record<string, RenderedMail> => {
  const account = businessFor(language);
  const letterhead = letterheadOf(account, "https://pages.example");
  const links = { unsubscribe: "https://pages.example/p/u.token", pages: "https://pages.example" };
  const template = compileCampaign(campaign, account, "bonjour@clientele.example");
  const counts = { sent: 750, bounced: 33, complained: 1, waiting: 250 };
  const recipient = { received: { [itemId]: 1 } };
  return {
    request: requestMail({ account, letterhead, request, client, language, reminder: false, url }),
    reminder: requestMail({ account, letterhead, request, client, language, reminder: true, url }),
    received: receivedMail({ letterhead, client, document, request, recipient, language }),
    refused: refusedMail({
      letterhead,
      client,
      document: { ...document, status: "refused", reason: "type_mismatch" },
      request,
      language,
    }),
    returned: returnedMail({
      ...{ letterhead, client, about: request.title, language },
      ...{ returned: "hard", reason: "user unknown" },
    }),
    complained: returnedMail({
      ...{ letterhead, client, about: request.title, language },
      ...{ returned: "complaint", reason: undefined },
    }),
    shared: sharedMail({ account, letterhead, document, share, client, language, url }),
    campaign: mailFor(template.mails[languageIn(language)], client, languageIn(language), links),
    message: messageMail({
      account,
      letterhead,
      message: messages[languageIn(language)],
      language,
      subscriptionsUrl: links.unsubscribe,
    }),
    invitation: invitationMail({ account, letterhead, invitation, language, url }),
    password: passwordResetMail({ letterhead, email: "marie@garage.example", language, url }),
    code: codeMail({ account, letterhead, code: "7K3M-Q9TX", purpose: "sender", language }),
    paused: pausedMail({ account, letterhead, campaign: { name: "Pneus d'hiver" }, why: "bounces", counts, language }),
  };
};
