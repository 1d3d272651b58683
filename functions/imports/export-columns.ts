import { phoneNumber } from "../../shared/text/contact.ts";
import { fold } from "../../shared/text/fold.ts";
import { VALUES_JOINT } from "./parse/google-contacts.ts";
import type { ImportedAddress, ImportedClient, ImportedPhone, ImportLanguage } from "./parse/imported-client.ts";
import { type CustomField, proposeMapping } from "./parse/propose-mapping.ts";

export interface ExportColumn {
  title: string;
  /** The cell of a client, before it is guarded and quoted; empty where there is nothing. */
  cell(client: ImportedClient): string;
}

export interface ExportLayout {
  /** French files are for French spreadsheets: semicolons between cells, decimal commas. */
  language: ImportLanguage;
  /** Pairs of columns for phones beside the mobile; further numbers join the last of them. @default 3 */
  phones?: number;
  /** Groups of columns for addresses; further addresses join the last of them. @default 2 */
  addresses?: number;
  /** A column for each. @default none */
  customFields?: readonly CustomField[];
}

type Titles = Readonly<Record<ImportLanguage, string>>;
type Read<T> = (from: T, language: ImportLanguage) => string | undefined;

const decimal = (number: string | undefined, language: ImportLanguage): string | undefined =>
  language === "fr" ? number?.replace(".", ",") : number;
const degrees = (value: number | undefined, language: ImportLanguage): string | undefined =>
  decimal(value?.toFixed(12).replace(/\.?0+$/, ""), language);
const answer = (value: boolean | undefined, language: ImportLanguage): string | undefined =>
  value === undefined ? undefined : language === "fr" ? (value ? "oui" : "non") : value ? "yes" : "no";
/** Grouped by spaces a spreadsheet takes it for text, and keeps its plus sign. */
const dialled = (e164: string | undefined): string | undefined =>
  e164 && (phoneNumber(e164, "")?.international ?? e164);

/** Tags that hold a separator are joined in the other way that the import knows. */
const joinedTags = (tags: readonly string[] = []): string => {
  if (!tags.some((tag) => /[,;|\n]/.test(tag))) return tags.join(", ");
  return tags.length === 1 ? `${tags[0]}${VALUES_JOINT}` : tags.join(VALUES_JOINT);
};

/** The import recognises each of these titles, so that an export comes back as it left. */
const BEFORE: readonly [Titles, Read<ImportedClient>][] = [
  // Who the row is about, whatever is corrected in it. Never "ID" alone: Excel takes such a file for a SYLK one.
  [{ fr: "Identifiant Clientèle", en: "Clientele ID" }, ({ id }) => id],
  [{ fr: "Nom complet", en: "Full name" }, ({ name }) => name],
  [{ fr: "Prénom", en: "First name" }, ({ firstName }) => firstName],
  [{ fr: "Nom de famille", en: "Last name" }, ({ lastName }) => lastName],
  [{ fr: "Entreprise", en: "Company" }, ({ company }) => company],
  [{ fr: "Type de client", en: "Client type" }, ({ type }) => type],
  [{ fr: "Courriel", en: "E-mail" }, ({ email }) => email],
  [{ fr: "Autres courriels", en: "Other emails" }, ({ otherEmails }) => otherEmails?.join(VALUES_JOINT)],
  [{ fr: "Cellulaire", en: "Mobile" }, ({ mobile }) => dialled(mobile)],
];
const PHONE: readonly [Titles, Read<ImportedPhone>][] = [
  [{ fr: "Téléphone # - Libellé", en: "Phone # - Label" }, ({ label }) => label],
  [{ fr: "Téléphone # - Numéro", en: "Phone # - Number" }, ({ number }) => dialled(number)],
];
const ADDRESS: readonly [Titles, Read<ImportedAddress>][] = [
  [{ fr: "Adresse # - Libellé", en: "Address # - Label" }, ({ label }) => label],
  [{ fr: "Adresse # - Rue", en: "Address # - Street" }, ({ line1 }) => line1],
  [{ fr: "Adresse # - Complément", en: "Address # - Extended address" }, ({ line2 }) => line2],
  [{ fr: "Adresse # - Ville", en: "Address # - City" }, ({ city }) => city],
  [{ fr: "Adresse # - Province", en: "Address # - Region" }, ({ region }) => region],
  [{ fr: "Adresse # - Code postal", en: "Address # - Postal code" }, ({ postalCode }) => postalCode],
  [{ fr: "Adresse # - Pays", en: "Address # - Country" }, ({ country }) => country],
  [
    { fr: "Adresse # - Latitude", en: "Address # - Latitude" },
    ({ location }, language) => degrees(location?.lat, language),
  ],
  [
    { fr: "Adresse # - Longitude", en: "Address # - Longitude" },
    ({ location }, language) => degrees(location?.lng, language),
  ],
];
const AFTER: readonly [Titles, Read<ImportedClient>][] = [
  [{ fr: "Langue", en: "Language" }, ({ language }) => language],
  [{ fr: "Mots-clés", en: "Tags" }, ({ tags }) => joinedTags(tags)],
  [{ fr: "Note", en: "Note" }, ({ note }) => note],
  [{ fr: "Rabais %", en: "Discount %" }, ({ discountPercent }, language) => decimal(discountPercent, language)],
  [{ fr: "Taxe", en: "Tax" }, ({ tax }) => tax],
  [{ fr: "Liste de prix", en: "Price list" }, ({ priceList }) => priceList],
  [
    { fr: "Courriels généraux", en: "General email" },
    ({ subscriptions: s }, language) => answer(s?.email?.general, language),
  ],
  [{ fr: "Infolettre", en: "Newsletter" }, ({ subscriptions: s }, language) => answer(s?.email?.marketing, language)],
  [
    { fr: "Messages par SMS", en: "General SMS" },
    ({ subscriptions: s }, language) => answer(s?.sms?.general, language),
  ],
  [
    { fr: "Marketing par SMS", en: "Marketing SMS" },
    ({ subscriptions: s }, language) => answer(s?.sms?.marketing, language),
  ],
];

/** The columns of an export, in order. */
export const exportColumns = ({
  language,
  phones = 3,
  addresses = 2,
  customFields = [],
}: ExportLayout): ExportColumn[] => {
  const single = ([titles, read]: readonly [Titles, Read<ImportedClient>]): ExportColumn => ({
    title: titles[language],
    cell: (client) => read(client, language) ?? "",
  });
  const standard = [
    ...BEFORE.map(single),
    ...repeated(PHONE, phones, ({ phones: all = [] }) => all, language),
    ...repeated(ADDRESS, addresses, ({ addresses: all = [] }) => all, language),
    ...AFTER.map(single),
  ];
  const titles = standard.map(({ title }) => title);
  return [...standard, ...customFields.map((field) => customColumn(field, titles, customFields))];
};

/** Columns for the first, the second … and, in the last ones, all that are left, joined as Google Contacts joins them. */
const repeated = <T>(
  parts: readonly [Titles, Read<T>][],
  times: number,
  all: (client: ImportedClient) => readonly T[],
  language: ImportLanguage,
): ExportColumn[] =>
  Array.from({ length: times }, (_, place) =>
    parts.map(([titles, read]) => ({
      title: titles[language].replace("#", String(place + 1)),
      cell: (client: ImportedClient) => {
        const some = all(client).slice(place, place + 1 === times ? undefined : place + 1);
        const values = some.map((item) => read(item, language) ?? "");
        return values.some((value) => value !== "") ? values.join(VALUES_JOINT) : "";
      },
    })),
  ).flat();

/** A custom field goes by its label, or by its key where the label would be read as something else. */
const customColumn = (field: CustomField, titles: readonly string[], all: readonly CustomField[]): ExportColumn => {
  const path = `fields.${field.key}`;
  const isOwn =
    !titles.includes(field.label) &&
    all.every((other) => other === field || fold(other.label) !== fold(field.label)) &&
    proposeMapping([field.label], all).mapping[field.label] === path;
  return { title: isOwn ? field.label : path, cell: ({ fields }) => fields?.[field.key] ?? "" };
};
