import { partitions } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { Campaign, CampaignContent } from "../../../shared/entities/campaign.ts";
import { clientTypes } from "../../../shared/entities/client.ts";
import { AppError, type FieldError } from "../../../shared/errors.ts";
import { clientAttributes, isClientAttribute } from "./attributes.ts";
import { ATTRIBUTE, type Attribute, marking } from "./placeholders.ts";

type Written = Pick<Campaign, "content" | "translations" | "abTest" | "callToAction">;

/**
 * Refuses attributes that no client can ever fill in, and subjects that would be empty for some: nobody sees them in a
 * preview, everybody in the e-mail. Client types are read only where custom fields are written.
 * @throws AppError `validation-failed` with each mistake and what may stand there
 */
export const mustBeFillable = async (db: AccountTable, campaign: Written): Promise<void> => {
  const texts = textsOf(campaign).map(([pointer, text]) => ({ pointer, text, attributes: attributesOf(text) }));
  const asksForFields = texts.some(({ attributes }) => attributes.some(({ name }) => !isClientAttribute(name)));
  const fields = asksForFields ? await fieldKeys(db) : new Set<string>();
  const errors = texts.flatMap(({ pointer, text, attributes }): FieldError[] => [
    ...[...doubled(text), ...foreign(text)].map((message) => ({ pointer, message })),
    ...attributes.flatMap(({ name }) => unknownName(name, fields)).map((message) => ({ pointer, message })),
    ...(isSubject(pointer) && mayBeEmpty(text, attributes)
      ? [{ pointer, message: "Write a fallback, as in {client_company|our client}: some clients would get no subject" }]
      : []),
  ]);
  if (errors.length > 0) throw new AppError("validation-failed", undefined, { errors });
};

const textsOf = ({ content, translations = {}, abTest, callToAction }: Written): [pointer: string, text: string][] => [
  ...contentTexts("/content", content),
  ...Object.entries(translations).flatMap(([language, written]) =>
    contentTexts(`/translations/${language}`, written ?? {}),
  ),
  ...(abTest?.subjects ?? []).map((text, index): [string, string] => [`/abTest/subjects/${index}`, text]),
  ...Object.entries(abTest?.translations ?? {}).flatMap(([language, subjects]) =>
    subjects.map((text, index): [string, string] => [`/abTest/translations/${language}/${index}`, text]),
  ),
  ...(callToAction ? [["/callToAction/url", callToAction.url] as [string, string]] : []),
];

const contentTexts = (at: string, { subject, title, body, buttonLabel }: CampaignContent): [string, string][] =>
  Object.entries({ subject, title, body, buttonLabel }).flatMap(([name, text]): [string, string][] =>
    text === undefined ? [] : [[`${at}/${name}`, text]],
  );

const attributesOf = (text: string): Attribute[] => {
  const attributes: Attribute[] = [];
  marking(attributes)(text);
  return attributes;
};

/** As other programs write them. */
const DOUBLED = /\{\{\s*([a-zA-Z][\w.-]{0,63})\s*(?:\|[^{}]*)?\}\}/g;
const doubled = (text: string): string[] =>
  [...text.matchAll(DOUBLED)].map(([written, name]) => `Write {${name}} with single braces instead of ${written}`);

/**
 * What other programs fill in and we would send as it stands, in the order of Liquid and listmonk, Mailchimp, Salesforce,
 * Brevo; then single braces with what no attribute has: two fallbacks, Mautic's `{contactfield=firstname}`, an accent.
 */
const FOREIGN = [
  /\{\{[^{}\n]{1,80}\}\}/g,
  /\*\|[A-Z][A-Z0-9_:]{0,40}\|\*/g,
  /%%[a-zA-Z][\w.]{0,40}%%/g,
  /\[\[[a-zA-Z][\w. ]{0,40}\]\]/g,
  /(?<!\{)\{[\p{L}][^{}\n]{0,60}[|=][^{}\n]{0,200}\}(?!\})/gu,
  /(?<!\{)\{[\p{L}][\p{L}_.-]{0,63}\}(?!\})/gu,
];
const foreign = (text: string): string[] => {
  const rest = text.replace(DOUBLED, "").replace(ATTRIBUTE, "");
  const found = FOREIGN.flatMap((pattern) => rest.match(pattern) ?? []);
  return found.map((written) => `Nothing fills in ${written}: write an attribute like {client_first_name|our client}`);
};

const unknownName = (name: string, fields: ReadonlySet<string>): string[] => {
  if (isClientAttribute(name)) return [];
  if (fields.has(name.replace(/^field\./, ""))) return [];
  const known = [...clientAttributes, ...fields].map((one) => `{${one}}`);
  return [`There is no {${name}}; there are ${known.slice(0, MOST_NAMED).join(", ")}`];
};
const MOST_NAMED = 20;

const isSubject = (pointer: string): boolean => /\/(?:subject|subjects\/\d+|(?:fr|en)\/\d+)$/.test(pointer);

/** Whether nothing would be left of it for a client who has none of its attributes. */
const mayBeEmpty = (text: string, attributes: readonly Attribute[]): boolean =>
  text.trim() !== "" && attributes.every(({ fallback }) => fallback === "") && withoutAttributes(text) === "";

const withoutAttributes = (text: string): string =>
  marking([])(text)
    .replace(/\uE000\d+\uE001/g, "")
    .replace(/[\s\p{P}]+/gu, "");

const fieldKeys = async (db: AccountTable): Promise<Set<string>> => {
  const { items } = await db.list(clientTypes, partitions.list(db.accountId, "CLIENT_TYPES"), { limit: MOST_TYPES });
  return new Set(items.flatMap(({ sections }) => sections.flatMap((section) => section.fields.map(({ key }) => key))));
};
const MOST_TYPES = 200;
