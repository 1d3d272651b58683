import type { CampaignTemplate, CompiledMail } from "../../../shared/entities/campaign.ts";
import type { Language } from "../../../shared/messaging/language.ts";
import type { RenderedMail } from "../../../shared/messaging/layout.ts";
import { escapeHtml } from "../../../shared/pages/html.ts";
import { attributeValues, type Reader } from "./attributes.ts";
import { type MailLinks, viewLinks } from "./mail-links.ts";
import { type Attribute, filledIn, marking, placeholderValues, textWithPlaceholders } from "./placeholders.ts";

/** The attribute that stands where the subject does while several are tried; no custom field has a dot in its key. */
export const SUBJECT = "campaign.subject";

/** The values of one recipient, for the provider to fill in. */
export const valuesFor = (mail: CompiledMail, client: Reader, language: Language, links: MailLinks) =>
  placeholderValues(attributeValues(mail, client, mail.tag ?? language), links, escapeHtml);

/** The e-mail as one client would get it; to be looked at only, its button leads where it leads in the end. */
export const mailFor = (mail: CompiledMail, client: Reader, language: Language, links: MailLinks): RenderedMail => {
  const values = valuesFor(mail, client, language, links);
  const call = links.call ?? filledIn(mail.target ?? "", values);
  return {
    subject: filledIn(mail.subject, values),
    html: filledIn(mail.html, { ...values, call: escapeHtml(call) }),
    text: filledIn(mail.text, { ...values, call }),
  };
};

/** A client as the e-mail with the subject in that place of the test reads them. */
export const readerOf = (
  { subjects }: Pick<CampaignTemplate, "subjects">,
  client: Reader,
  language: Language,
  variant = 0,
): Reader => {
  const subject = subjects?.[language][variant];
  if (subject === undefined) return client;
  return { ...client, fields: { ...client.fields, [SUBJECT]: spelledOut(subject, client, language) } };
};

const spelledOut = (subject: string, client: Reader, language: Language): string => {
  const attributes: Attribute[] = [];
  const open = textWithPlaceholders(marking(attributes)(subject));
  return filledIn(open, placeholderValues(attributeValues({ attributes }, client, language), viewLinks(""), String));
};
