import type { Ids } from "../ids.ts";
import type { Address, Client, ClientType, CustomField, CustomValue, LatLng, Phone } from "./client.ts";
import { type ClientMistake, ContentRefused, type PlacedMistake } from "./client-mistakes.ts";
import { type ContactReader, customFields } from "./custom-fields.ts";
import { defaultSubscriptions, type Subscriptions } from "./subscriptions.ts";

/** What callers may say about a client; everything else follows. */
export interface ClientInput {
  name?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  company?: string | undefined;
  typeId?: string | undefined;
  email?: string | undefined;
  otherEmails?: string[] | undefined;
  mobile?: string | undefined;
  phones?: { label?: string | undefined; number: string }[] | undefined;
  addresses?: AddressInput[] | undefined;
  language?: string | undefined;
  tags?: string[] | undefined;
  fields?: Record<string, unknown> | undefined;
  priceListId?: string | undefined;
  discountPercent?: string | undefined;
  taxId?: string | undefined;
  note?: string | undefined;
  showNote?: boolean | undefined;
  signatureExempt?: boolean | undefined;
  disabled?: boolean | undefined;
  assignedTo?: string[] | undefined;
  subscriptions?: PartialSubscriptions | undefined;
}

export interface AddressInput {
  id?: string | undefined;
  label?: string | undefined;
  line1?: string | undefined;
  line2?: string | undefined;
  city?: string | undefined;
  region?: string | undefined;
  postalCode?: string | undefined;
  country?: string | undefined;
  location?: LatLng | undefined;
}

export interface PartialSubscriptions {
  email?: { general?: boolean | undefined; marketing?: boolean | undefined } | undefined;
  sms?: { general?: boolean | undefined; marketing?: boolean | undefined } | undefined;
}

/** Without what whoever writes the client says. */
export type ClientContent = Omit<
  Client,
  | ("id" | "accountId" | "status" | "suppressed" | "marketingRefusedAt")
  | ("version" | "createdAt" | "createdBy" | "updatedAt" | "updatedBy" | "source")
>;

interface DraftContext {
  /** The default region of phone numbers, ISO 3166-1 alpha-2. */
  country: string;
  type?: ClientType | undefined;
  contact: ContactReader;
  ids: Ids;
  /** What the client agreed to so far. */
  subscriptions?: Subscriptions;
  /** The client as it was: custom fields that it had under the same type were checked when they came. */
  before?: Pick<Client, "typeId" | "fields"> | undefined;
}

/**
 * The content of a client from what was typed: contact data normalised (what was typed is kept in `raw`), the name
 * worked out, custom fields checked against the client's type.
 * @throws ContentRefused with a pointer for every mistake
 */
export const clientContent = (input: ClientInput, context: DraftContext): ClientContent => {
  const mistakes: PlacedMistake[] = [];
  const refuse = (pointer: string, mistake: ClientMistake) => {
    mistakes.push({ pointer, mistake });
    return undefined;
  };
  const { country, contact, type } = context;
  const email = input.email && (contact.email(input.email) ?? refuse("/email", { kind: "not-an-email" }));
  const mobile = input.mobile && (contact.phone(input.mobile, country) ?? refuse("/mobile", { kind: "not-a-phone" }));
  const phones = (input.phones ?? []).flatMap((phone, index): Phone[] => {
    const number = contact.phone(phone.number, country) ?? refuse(`/phones/${index}/number`, { kind: "not-a-phone" });
    return number ? [{ label: phone.label, number, raw: phone.number }] : [];
  });
  const otherEmails = (input.otherEmails ?? []).flatMap(
    (address, index) => contact.email(address) ?? refuse(`/otherEmails/${index}`, { kind: "not-an-email" }) ?? [],
  );
  const known = context.before?.typeId === input.typeId ? context.before?.fields : undefined;
  const fields = customFields(input.fields ?? {}, { type, contact, country, known }, refuse);
  const name = nameOf(input, email || input.email, mobile || input.mobile, phones);
  if (!name) refuse("/name", { kind: "nobody" });
  if (mistakes.length > 0) throw new ContentRefused(mistakes);

  // Members without a value are named all the same: objects of one shape are read and copied several times as fast.
  return {
    name: name ?? "",
    firstName: input.firstName,
    lastName: input.lastName,
    company: input.company,
    typeId: input.typeId as ClientContent["typeId"],
    email: email || undefined,
    otherEmails: otherEmails.length > 0 ? otherEmails : undefined,
    mobile: mobile || undefined,
    raw: typedOf(differing(input.email, email), differing(input.mobile, mobile)),
    phones,
    addresses: (input.addresses ?? []).map((address) => addressOf(address, context.ids)),
    language: input.language,
    tags: distinctTags(input.tags ?? []),
    fields,
    priceListId: input.priceListId,
    discountPercent: input.discountPercent,
    taxId: input.taxId,
    note: input.note,
    showNote: input.showNote ?? false,
    signatureExempt: input.signatureExempt ?? false,
    disabled: input.disabled ?? false,
    assignedTo: distinct(input.assignedTo) as Client["assignedTo"],
    subscriptions: subscriptionsOf(input.subscriptions, context.subscriptions ?? defaultSubscriptions),
    indexed: indexedValues(fields, type),
  };
};

/** What a client is called when nobody gave a name: person, company, e-mail, mobile, another phone, in this order. */
export const displayName = (
  input: Pick<ClientInput, "name" | "firstName" | "lastName" | "company" | "email" | "mobile" | "phones">,
): string | undefined => nameOf(input, input.email, input.mobile, input.phones);

const nameOf = (
  { name, firstName, lastName, company }: Pick<ClientInput, "name" | "firstName" | "lastName" | "company">,
  email: string | undefined,
  mobile: string | undefined,
  phones: ClientInput["phones"],
): string | undefined =>
  name?.trim() ||
  [firstName, lastName].filter(Boolean).join(" ").trim() ||
  company?.trim() ||
  email ||
  mobile ||
  phones?.[0]?.number ||
  undefined;

export const subscriptionsOf = (given: PartialSubscriptions | undefined, before: Subscriptions): Subscriptions => ({
  email: {
    general: given?.email?.general ?? before.email.general,
    marketing: given?.email?.marketing ?? before.email.marketing,
  },
  sms: { general: given?.sms?.general ?? before.sms.general, marketing: given?.sms?.marketing ?? before.sms.marketing },
});

export const sameSubscriptions = (a: Subscriptions, b: Subscriptions): boolean =>
  a.email.general === b.email.general &&
  a.email.marketing === b.email.marketing &&
  a.sms.general === b.sms.general &&
  a.sms.marketing === b.sms.marketing;

/** `VIP` and `vip` are one tag; the first spelling stays, where it stands. */
export const distinctTags = (tags: readonly string[]): string[] => {
  if (tags.length === 0) return [];
  const byKey = new Map<string, string>();
  for (const text of tags) {
    const tag = text.trim();
    const key = tag.toLowerCase();
    if (tag !== "" && !byKey.has(key)) byKey.set(key, tag);
  }
  return [...byKey.values()];
};

export const addressOf = (address: AddressInput, ids: Ids): Address => ({
  id: (address.id ?? ids.next("location")) as Address["id"],
  label: address.label,
  line1: address.line1,
  line2: address.line2,
  city: address.city,
  region: address.region,
  postalCode: address.postalCode,
  country: address.country,
  location: address.location,
});

/** What of a client's custom fields can be searched and filtered: decided by the type, worked out at every write. */
export const indexedValues = (
  fields: Record<string, CustomValue>,
  type: ClientType | undefined,
): NonNullable<Client["indexed"]> => {
  if (!type) return { search: [], filter: {} };
  const declared = type.sections.flatMap((section) => section.fields);
  const values = ({ key }: CustomField): string[] => [fields[key]].flat().flatMap(indexable);
  return {
    search: declared.filter(({ searchable }) => searchable).flatMap(values),
    filter: Object.fromEntries(
      declared
        .filter(({ filterable }) => filterable)
        .flatMap((field) => {
          const found = values(field);
          return found.length > 0 ? [[field.key, found]] : [];
        }),
    ),
  };
};

const indexable = (value: CustomValue | undefined): string[] =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [String(value)] : [];

const differing = (typed: string | undefined, stored: string | undefined) =>
  typed && typed !== stored ? typed : undefined;

const distinct = (ids: readonly string[] = []): string[] => (ids.length > 1 ? [...new Set(ids)] : [...ids]);

/** What was typed, where it is not what is stored. */
const typedOf = (email: string | undefined, mobile: string | undefined): Client["raw"] =>
  email || mobile ? { ...(email && { email }), ...(mobile && { mobile }) } : undefined;
