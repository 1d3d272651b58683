import type { Ids } from "../ids.ts";
import type { Address, Client, ClientType, CustomField, CustomValue, LatLng, Phone, Subscriptions } from "./client.ts";
import { type ClientMistake, ContentRefused, type PlacedMistake } from "./client-mistakes.ts";
import { type ContactReader, customFields } from "./custom-fields.ts";

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

export type ClientContent = Omit<
  Client,
  | "id"
  | "accountId"
  | "status"
  | "version"
  | "createdAt"
  | "createdBy"
  | "updatedAt"
  | "updatedBy"
  | "source"
  | "suppressed"
  | "marketingRefusedAt"
>;

/** Nobody has agreed to marketing until they did; mails about their own business are expected. */
const defaultSubscriptions: Subscriptions = {
  email: { general: true, marketing: false },
  sms: { general: true, marketing: false },
};

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
    return number ? [{ ...defined({ label: phone.label }), number, raw: phone.number }] : [];
  });
  const otherEmails = (input.otherEmails ?? []).flatMap(
    (address, index) => contact.email(address) ?? refuse(`/otherEmails/${index}`, { kind: "not-an-email" }) ?? [],
  );
  const known = context.before?.typeId === input.typeId ? context.before?.fields : undefined;
  const fields = customFields(input.fields ?? {}, { type, contact, country, known }, refuse);
  const name = displayName({ ...input, email: email || input.email, mobile: mobile || input.mobile, phones });
  if (!name) refuse("/name", { kind: "nobody" });
  if (mistakes.length > 0) throw new ContentRefused(mistakes);

  const raw = defined({ email: differing(input.email, email), mobile: differing(input.mobile, mobile) });
  return {
    ...defined({
      firstName: input.firstName,
      lastName: input.lastName,
      company: input.company,
      typeId: input.typeId as ClientContent["typeId"],
      email: email || undefined,
      otherEmails: otherEmails.length > 0 ? otherEmails : undefined,
      mobile: mobile || undefined,
      language: input.language,
      priceListId: input.priceListId,
      discountPercent: input.discountPercent,
      taxId: input.taxId,
      note: input.note,
      raw: Object.keys(raw).length > 0 ? raw : undefined,
    }),
    name: name ?? "",
    phones,
    addresses: (input.addresses ?? []).map((address) => addressOf(address, context.ids)),
    tags: distinctTags(input.tags ?? []),
    fields,
    showNote: input.showNote ?? false,
    signatureExempt: input.signatureExempt ?? false,
    disabled: input.disabled ?? false,
    assignedTo: [...new Set(input.assignedTo ?? [])] as Client["assignedTo"],
    subscriptions: subscriptionsOf(input.subscriptions, context.subscriptions ?? defaultSubscriptions),
    indexed: indexedValues(fields, type),
  };
};

/** What a client is called when nobody gave a name: person, company, e-mail, mobile, another phone, in this order. */
export const displayName = (
  input: Pick<ClientInput, "name" | "firstName" | "lastName" | "company" | "email" | "mobile" | "phones">,
) =>
  input.name?.trim() ||
  [input.firstName, input.lastName].filter(Boolean).join(" ").trim() ||
  input.company?.trim() ||
  input.email ||
  input.mobile ||
  input.phones?.[0]?.number ||
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
  const byKey = new Map<string, string>();
  for (const tag of tags.map((text) => text.trim()).filter(Boolean)) {
    const key = tag.toLowerCase();
    if (!byKey.has(key)) byKey.set(key, tag);
  }
  return [...byKey.values()];
};

export const addressOf = ({ id, ...address }: AddressInput, ids: Ids): Address => ({
  ...defined(address),
  id: (id ?? ids.next("location")) as Address["id"],
});

/** What of a client's custom fields can be searched and filtered: decided by the type, worked out at every write. */
export const indexedValues = (
  fields: Record<string, CustomValue>,
  type: ClientType | undefined,
): NonNullable<Client["indexed"]> => {
  const declared = type?.sections.flatMap((section) => section.fields) ?? [];
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

/** Without the members that are undefined. */
const defined = <T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } => {
  const kept: Partial<T> = {};
  for (const name in object) if (object[name] !== undefined) kept[name] = object[name];
  return kept as { [K in keyof T]: Exclude<T[K], undefined> };
};
