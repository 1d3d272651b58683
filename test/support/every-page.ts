import { invitationPage, passwordPage } from "../../functions/pages/person-page.ts";
import { requestPage } from "../../functions/pages/request-page.ts";
import { sharedDocumentPage } from "../../functions/pages/shared-document-page.ts";
import { formerPage, subscriptionsPage } from "../../functions/pages/subscriptions-page.ts";
import type { Answer } from "../../shared/app/use-case.ts";
import { derivedId } from "../../shared/ids.ts";
import { type LanguageTag, languageIn } from "../../shared/messaging/language.ts";
import { closedPage } from "../../shared/pages/closed-page.ts";
import type { RenderedPage } from "../../shared/pages/page.ts";
import { aClient } from "./a-client.ts";
import { businessFor } from "./businesses.ts";

const ORIGIN = "https://files.example";
const expiresAt = "2026-04-02T03:00:00.000Z";

/** Every page that a link opens, as clients and people of a business see it. */
export const everyPage = (language: LanguageTag): Record<string, RenderedPage> => {
  const account = businessFor(language);
  const client = aClient({
    ...{ language: languageIn(language), email: "noemie@example.org", mobile: "+15145551212" },
    subscriptions: { email: { general: true, marketing: true }, sms: { general: true, marketing: false } },
  });
  const said = languageIn(language) === "fr" ? inFrench : inEnglish;
  const items = said.items.map((label, index) => ({
    id: derivedId("item", String(index)),
    label,
    required: index < 2,
  }));
  const request = {
    title: said.title,
    message: said.message,
    items,
    accept: ["image/*", "application/pdf"],
    maxBytes: 10 * 1024 * 1024,
    expiresAt,
  };
  const recipient = { received: { [items[0]?.id ?? ""]: 2 }, status: "partial" as const };
  const subscriber = { client, account, language };
  const invitation = { id: derivedId("invitation", "1"), email: "luc@example.org", name: "Luc Roy", expiresAt };
  return {
    request: requestPage({ request, recipient, account, client }, ORIGIN),
    shared: sharedDocumentPage(
      {
        document: { fileName: said.file, size: 2_500_000 },
        share: { message: said.shared, expiresAt },
        account,
        client,
      },
      ORIGIN,
    ),
    preferences: subscriptionsPage(subscriber, ORIGIN),
    saved: subscriptionsPage(subscriber, ORIGIN, "saved"),
    unsubscribed: formerPage(subscriber, ORIGIN, "unsubscribed"),
    invitation: pageOf(invitationPage(invitation, account, "token", ORIGIN)),
    password: pageOf(
      passwordPage({ subject: "marie@example.org" }, "token", { now: new Date(expiresAt), preferred: [language] }),
    ),
    closed: pageOf(closedPage("over", language, { account, filesOrigin: ORIGIN })),
    unknown: pageOf(closedPage("unknown", language)),
  };
};

const pageOf = ({ body, headers = {} }: Answer): RenderedPage => ({ html: String(body), headers });

const inFrench = {
  title: "Documents pour votre dossier",
  message: "Une photo lisible suffit.\nMerci\u00a0!",
  items: ["Permis de conduire", "Preuve d’assurance", "Facture d’achat"],
  file: "estimation.pdf",
  shared: "Voici votre estimation.",
};
const inEnglish = {
  title: "Documents for your file",
  message: "A readable photo is enough.\nThank you!",
  items: ["Driver’s licence", "Proof of insurance", "Purchase invoice"],
  file: "estimate.pdf",
  shared: "Here is your estimate.",
};
