import type { LanguageTag } from "../../shared/messaging/language.ts";
import type { RenderedMail } from "../../shared/messaging/layout.ts";
import type { MailKind } from "../../shared/messaging/mail-kind.ts";
import type { MailSamples } from "../../shared/messaging/mail-samples.ts";
import { letterheadOf } from "../../shared/pages/letterhead.ts";
import { businessFor } from "./businesses.ts";
import { testClient } from "./campaigns/scenario.ts";
import { found } from "./found.ts";

/** Every kind of e-mail, as the features declare them in their `mails.ts`. */
export const everyKind: readonly MailKind[] = (await found<Record<string, MailKind>>("functions/*/mails.ts")).flatMap(
  ({ exported }) => Object.values(exported),
);

/** The samples of the features, by the kind. */
export const everySample: MailSamples = Object.assign(
  {},
  ...(await found<{ mailSamples: MailSamples }>("functions/*/mail-samples.ts")).map(
    ({ exported }) => exported.mailSamples,
  ),
);

const client = testClient(businessFor("fr-CA").id, 1, { name: "Noémie Côté", firstName: "Noémie" });

/** One e-mail of everything that the product sends, in a language. */
export const everyMail = (language: LanguageTag): Record<string, RenderedMail> => {
  const account = businessFor(language);
  const letterhead = letterheadOf(account, "https://pages.example");
  const given = { account, letterhead, client, language, url: "https://pages.example/p/token" };
  const samples = Object.values(everySample).flatMap((ofKind) => Object.entries(ofKind));
  return Object.fromEntries(samples.map(([name, write]) => [name, write(given)]));
};
