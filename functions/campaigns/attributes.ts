import type { CompiledMail } from "../../shared/entities/campaign.ts";
import type { Client, CustomValue } from "../../shared/entities/client.ts";
import type { Language } from "../../shared/messaging/language.ts";

/** What a template needs to know of a client. */
export type Reader = Pick<Client, "name" | "firstName" | "lastName" | "company" | "fields">;

/** What the attributes of an e-mail say to one client, in their order. */
export const attributeValues = (
  { attributes }: Pick<CompiledMail, "attributes">,
  client: Reader,
  language: Language,
): string[] => attributes.map(({ name, fallback }) => oneLine(wordsOf(name, client, language)) || fallback);

const wordsOf = (name: string, client: Reader, language: Language): string => {
  switch (name) {
    case "client_first_name":
      return firstName(client);
    case "client_last_name":
      return client.lastName ?? "";
    case "client_full_name":
      return [client.firstName, client.lastName].filter(Boolean).join(" ") || client.name;
    case "client_company":
      return client.company ?? "";
    default: {
      const value = client.fields[name.replace(/^field\./, "")];
      return value === undefined ? "" : spoken(value, language);
    }
  }
};

/** Lists of clients often have one column for the whole name; a company has no first name. */
const firstName = ({ firstName: first, lastName, company, name }: Reader): string =>
  first ?? (company || lastName ? "" : (name.split(/\s+/)[0] ?? ""));

const spoken = (value: CustomValue, language: Language): string => {
  if (typeof value === "string") return value;
  if (typeof value === "number") return new Intl.NumberFormat(language).format(value);
  if (typeof value === "boolean") return yesOrNo[language][value ? 0 : 1];
  if (Array.isArray(value)) return new Intl.ListFormat(language).format(value);
  if ("amount" in value) {
    const format = new Intl.NumberFormat(language, { style: "currency", currency: value.currency });
    return format.format(value.amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  }
  return "";
};

const yesOrNo = { fr: ["oui", "non"], en: ["yes", "no"] } as const;

const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, " ").trim();
