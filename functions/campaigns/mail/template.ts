import type { Account } from "../../../shared/entities/account.ts";
import type { Campaign, CampaignContent, CampaignTemplate, CompiledMail } from "../../../shared/entities/campaign.ts";
import { invalid } from "../../../shared/errors.ts";
import { type Language, languageOf, languageTagOf } from "../../../shared/messaging/language.ts";
import { type MailBlock, paragraph, renderMail } from "../../../shared/messaging/layout.ts";
import { senderOf } from "../../../shared/messaging/sender.ts";
import { type Letterhead, type Business as Letterheaded, letterheadOf } from "../../../shared/pages/letterhead.ts";
import { cut } from "../../../shared/text/cut.ts";
import { imagePath } from "./images.ts";
import { encodedAddress, isWebAddress } from "./link-address.ts";
import { renderMarkdown } from "./markdown.ts";
import { SUBJECT } from "./personal-mail.ts";
import {
  type Attribute,
  CALL_HERE,
  htmlWithPlaceholders,
  inAddress,
  literal,
  marking,
  PAGES_HERE,
  textWithPlaceholders,
  UNSUBSCRIBE,
  withoutHalfMark,
} from "./placeholders.ts";
import { withoutSubject } from "./without-subject.ts";
import { wording } from "./wording.ts";

export type Written = Pick<Campaign, "id" | "accountId" | "content" | "translations" | "callToAction">;

/** All of them are one item of the table, which holds 400 KB (Amazon DynamoDB, quotas). */
const MOST_BYTES = 350_000;

export type Business = Letterheaded & Parameters<typeof senderOf>[0] & Pick<Account, "language">;

/**
 * The e-mails of a campaign, ready for every language: tried when it is saved, kept when it is sent or resumed, never made
 * while it is being sent. Where subjects are tried, an attribute stands in the subject's place: each recipient brings
 * their own.
 * @throws AppError `validation-failed` when they are too long
 */
export const compileCampaign = (
  campaign: Written & Pick<Campaign, "abTest">,
  account: Business,
  verifiedSender: string,
): CampaignTemplate => {
  const { abTest } = campaign;
  const written = abTest ? withOpenSubject(campaign) : campaign;
  const mails = { fr: compileMail(written, account, "fr"), en: compileMail(written, account, "en") };
  if (Buffer.byteLength(JSON.stringify(mails)) > MOST_BYTES)
    throw invalid("/content/body", "The e-mail is too long: write less, or less of it as lists");
  return {
    accountId: campaign.accountId,
    campaignId: campaign.id,
    ...senderOf(account, verifiedSender),
    language: languageOf(account.language),
    mails,
    ...(abTest
      ? { subjects: { fr: abTest.translations?.fr ?? abTest.subjects, en: abTest.translations?.en ?? abTest.subjects } }
      : {}),
  };
};

const withOpenSubject = (campaign: Written): Written => {
  const { content, translations = {} } = campaign;
  return {
    ...campaign,
    content: { ...content, subject: `{${SUBJECT}}` },
    translations: { fr: withoutSubject(translations.fr), en: withoutSubject(translations.en) },
  };
};

/** The content for clients of a language: what is translated, the rest as it was written first. */
const contentIn = ({ content, translations }: Written, language: Language): CampaignContent => ({
  ...content,
  ...translations?.[language],
});

const stylesFor = ({ accent }: Letterhead) => ({
  paragraph,
  item: `${paragraph};margin:0 0 4px`,
  list: "margin:0 0 16px;padding:0 0 0 24px",
  link: `color:${accent.onLight}`,
});

const PREVIEW = 110;
/** What a business says of itself is no place for attributes. */
const asLiterals = ({ id, ...account }: Letterheaded): Letterheaded => ({
  ...account,
  ...(id ? { id } : {}),
  name: literal(account.name),
  ...(account.postalAddress ? { postalAddress: literal(account.postalAddress) } : {}),
  ...(account.website ? { website: literal(account.website) } : {}),
});

const UNSUBSCRIBE_HERE = `{{${UNSUBSCRIBE}}}`;

const compileMail = (campaign: Written, account: Business, language: Language): CompiledMail => {
  const attributes: Attribute[] = [];
  const mark = marking(attributes);
  const { subject = "", title, body = "", buttonLabel, imageUrl, imageDocumentId } = contentIn(campaign, language);
  const tag = languageTagOf(account.country, language);
  const words = wording[tag];
  const letterhead = letterheadOf(asLiterals(account), PAGES_HERE);
  const text = renderMarkdown(mark(body), stylesFor(letterhead));
  const heading = mark(title ?? subject);
  const blocks: MailBlock[] = [];
  const image = imageDocumentId ? PAGES_HERE + imagePath(campaign, imageDocumentId) : imageUrl;
  if (image) blocks.push({ kind: "image", url: image, alt: heading });
  blocks.push({ kind: "markup", ...text });
  const { callToAction } = campaign;
  const target = callToAction && encodedAddress(inAddress(mark(callToAction.url)));
  const leadsToUs = callToAction !== undefined && callToAction.kind !== "link";
  if (callToAction && leadsToUs && !isWebAddress(callToAction.url))
    throw invalid(
      "/callToAction/url",
      "Write a web address; phone numbers and e-mail addresses go with the kind `link`",
    );
  if (callToAction && target) {
    const label = buttonLabel ?? callToAction.label ?? words.buttons[callToAction.kind];
    blocks.push({ kind: "button", label: mark(label), url: leadsToUs ? CALL_HERE : target });
  }
  const business = [account.name, account.senderEmail].filter(Boolean).join(", ");
  const mail = renderMail({
    language: tag,
    letterhead,
    subject: mark(subject),
    preview: withoutHalfMark(cut(text.words.replace(/\s+/g, " "), PREVIEW)),
    heading,
    blocks,
    footer: [{ text: literal(words.from(business)) }, { text: words.unsubscribe, url: UNSUBSCRIBE }],
  });
  return {
    tag,
    subject: textWithPlaceholders(mail.subject),
    html: unsubscribable(
      htmlWithPlaceholders(mail.html),
      `href="${UNSUBSCRIBE}"`,
      `ses:no-track href="${UNSUBSCRIBE_HERE}"`,
    ),
    text: unsubscribable(textWithPlaceholders(mail.text), `\n${UNSUBSCRIBE}`, `\n${UNSUBSCRIBE_HERE}`),
    attributes,
    ...(target && leadsToUs ? { target: textWithPlaceholders(target) } : {}),
  };
};

/** The link is put in last, where the layout placed it; the provider must not count it as a click (`ses:no-track`). */
const unsubscribable = (part: string, where: string, link: string): string => {
  const at = part.lastIndexOf(where);
  if (at < 0) throw new Error("The layout left the unsubscribe link out.");
  return part.slice(0, at) + link + part.slice(at + where.length);
};
