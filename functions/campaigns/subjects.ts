import type { Campaign, CampaignContent, CampaignTemplate } from "../../shared/entities/campaign.ts";
import { invalid } from "../../shared/errors.ts";
import type { Language } from "../../shared/messaging/language.ts";
import { attributeValues, type Reader } from "./attributes.ts";
import { viewLinks } from "./mail-links.ts";
import { type Attribute, filledIn, marking, placeholderValues, textWithPlaceholders } from "./placeholders.ts";
import { compileCampaign } from "./template.ts";

/** The attribute that stands where the subject does while several are tried; no custom field has a dot in its key. */
const SUBJECT = "campaign.subject";

/**
 * Compiles a campaign's e-mails. Where subjects are tried, the e-mails are compiled once, with an attribute in the
 * subject's place: each recipient brings their own.
 */
export const compile = (
  campaign: Campaign,
  account: Parameters<typeof compileCampaign>[1],
  verifiedSender: string,
): CampaignTemplate => {
  const { abTest, content, translations = {} } = campaign;
  if (!abTest) return compileCampaign(campaign, account, verifiedSender);
  const open = {
    ...campaign,
    content: { ...content, subject: `{${SUBJECT}}` },
    translations: { fr: withoutSubject(translations.fr), en: withoutSubject(translations.en) },
  };
  const { subjects } = abTest;
  return {
    ...compileCampaign(open, account, verifiedSender),
    subjects: { fr: abTest.translations?.fr ?? subjects, en: abTest.translations?.en ?? subjects },
  };
};

export const withoutSubject = (content: CampaignContent | undefined): CampaignContent => {
  const { subject, ...rest } = content ?? {};
  return rest;
};

/** @throws AppError `validation-failed` where no subject is tried in that place */
export const mustBeTried = (variant: number | undefined, { abTest }: Pick<Campaign, "abTest">): void => {
  if (variant === undefined) return;
  if (!abTest) throw invalid("/variant", "No subjects of this campaign are being tried");
  if (variant >= abTest.subjects.length) throw invalid("/variant", "There is no such subject; the first is 0");
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
