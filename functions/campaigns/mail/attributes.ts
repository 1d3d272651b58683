import type { CompiledMail } from "../../../shared/entities/campaign.ts";
import type { Client, CustomValue } from "../../../shared/entities/client.ts";
import { type LanguageTag, languageIn } from "../../../shared/messaging/language.ts";
import { inFigures } from "../../../shared/text/numbers.ts";
import { firstNameOf } from "./first-name.ts";

/** What a template needs to know of a client. */
export type Reader = Pick<Client, "name" | "firstName" | "lastName" | "company" | "fields"> &
  Partial<Pick<Client, "email">>;

/** Attributes that every client may have; all others are custom fields, `field.` in front of them or not. */
export const clientAttributes = [
  "client_first_name",
  "client_last_name",
  "client_full_name",
  "client_company",
] as const;
type ClientAttribute = (typeof clientAttributes)[number];

export const isClientAttribute = (name: string): name is ClientAttribute =>
  clientAttributes.some((known) => known === name);

/** What the attributes of an e-mail say to one client, in their order. */
export const attributeValues = (
  { attributes }: Pick<CompiledMail, "attributes">,
  client: Reader,
  language: LanguageTag,
): string[] => attributes.map(({ name, fallback }) => oneLine(wordsOf(name, client, language)) || fallback);

const wordsOf = (name: string, client: Reader, language: LanguageTag): string => {
  switch (name) {
    case "client_first_name":
      return firstNameOf(client);
    case "client_last_name":
      return client.lastName ?? "";
    case "client_full_name":
      return fullName(client);
    case "client_company":
      return client.company ?? "";
    default: {
      const value = client.fields[name.replace(/^field\./, "")];
      return value === undefined ? "" : spoken(value, language);
    }
  }
};

/** A client of whom an e-mail address is all that is known has no name to be written. */
const fullName = ({ firstName, lastName, name, email }: Reader): string =>
  [firstName, lastName].filter(Boolean).join(" ") || (name === email ? "" : name);

const spoken = (value: CustomValue, language: LanguageTag): string => {
  if (typeof value === "string") return value;
  if (typeof value === "number") return inFigures(value, language);
  if (typeof value === "boolean") return yesOrNo[languageIn(language)][value ? 0 : 1];
  if (Array.isArray(value)) return new Intl.ListFormat(language).format(value);
  if ("amount" in value) {
    const money = { style: "currency", currency: value.currency } as const;
    const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat(language, money).resolvedOptions();
    return inFigures(value.amount / 10 ** digits, language, money);
  }
  return "";
};

const yesOrNo = { fr: ["oui", "non"], en: ["yes", "no"] } as const;

const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, " ").trim();
