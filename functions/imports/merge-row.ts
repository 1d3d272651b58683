import type { Client, ClientType, CustomValue } from "../../shared/entities/client.ts";
import { type ClientInput, clientContent, displayName, distinctTags } from "../../shared/entities/client-draft.ts";
import type { Ids } from "../../shared/ids.ts";
import { customValue, type Habits } from "./parse/custom-value.ts";
import type { ImportedClient } from "./parse/imported-client.ts";

type Content = ReturnType<typeof clientContent>;

interface RowTerms {
  country: string;
  habits: Habits;
  type: ClientType | undefined;
  ids: Ids;
}

/** The parser has read the contact data of a row already. */
const asItStands = { email: (text: string) => text, phone: (text: string) => text };

/** The content of a new client from a row. @throws ContentRefused when a custom field does not fit */
export const contentOfRow = (row: ImportedClient, terms: RowTerms): Content =>
  withTyped(row, clientContent(inputOf(row, terms), { ...terms, contact: asItStands }));

/**
 * A client that a row adds to: what the file says replaces, what it does not say stays; tags, phones and addresses are
 * added to those there are. Consent is never turned on by a file: who refused since must stay refused.
 */
export const mergedWithRow = (client: Client, row: ImportedClient, terms: RowTerms): Content => {
  const { name, ...known } = client;
  const merged: ClientInput = {
    ...known,
    // A name that was worked out is worked out anew.
    ...(displayName(known) === name ? {} : { name }),
    ...inputOf(row, terms),
    fields: { ...client.fields, ...fieldsOf(row, terms) },
    tags: distinctTags([...client.tags, ...(row.tags ?? [])]),
    phones: [
      ...client.phones,
      ...(row.phones ?? []).filter(({ number }) => !client.phones.some((phone) => phone.number === number)),
    ],
    addresses: [
      ...client.addresses,
      ...(row.addresses ?? []).filter((address) => !client.addresses.some((known) => samePlace(known, address))),
    ],
    otherEmails: [...new Set([...(client.otherEmails ?? []), ...(row.otherEmails ?? [])])],
    subscriptions: {
      email: onlyOff(client.subscriptions.email, row.subscriptions?.email),
      sms: onlyOff(client.subscriptions.sms, row.subscriptions?.sms),
    },
  };
  const content = clientContent(merged, {
    ...terms,
    contact: asItStands,
    subscriptions: client.subscriptions,
    before: client,
  });
  const raw = { ...client.raw, ...row.raw };
  return { ...content, phones: keepTyped(content, client, row), ...(Object.keys(raw).length > 0 ? { raw } : {}) };
};

const inputOf = (row: ImportedClient, terms: RowTerms): ClientInput => {
  const { type: name, tax, priceList, raw: _raw, id: _id, consents: _consents, phones, fields, ...rest } = row;
  return {
    ...rest,
    ...(fields ? { fields: fieldsOf(row, terms) } : {}),
    ...(phones ? { phones: phones.map(({ label, number }) => ({ label, number })) } : {}),
    ...(name && terms.type ? { typeId: terms.type.id } : {}),
    // Taxes and price lists are named in files; until the account keeps lists of them, the name is what there is.
    ...(tax ? { taxId: tax } : {}),
    ...(priceList ? { priceListId: priceList } : {}),
  };
};

const fieldsOf = ({ fields = {} }: ImportedClient, { type, habits }: RowTerms): Record<string, CustomValue> => {
  const declared = new Map(type?.sections.flatMap(({ fields: all }) => all).map((field) => [field.key, field]));
  return Object.fromEntries(
    Object.entries(fields).map(([key, text]) => {
      const field = declared.get(key);
      return [key, field ? customValue(field, text, habits) : text];
    }),
  );
};

const withTyped = (row: ImportedClient, content: Content): Content => {
  const typed = new Map(row.phones?.map(({ number, raw }) => [number, raw]));
  return {
    ...content,
    phones: content.phones.map(({ raw: _, ...phone }) => withRaw(phone, typed.get(phone.number))),
    ...(row.raw ? { raw: row.raw } : {}),
  };
};

const keepTyped = (content: Content, client: Client, row: ImportedClient): Content["phones"] => {
  const typed = new Map([...(row.phones ?? []), ...client.phones].map(({ number, raw }) => [number, raw]));
  return content.phones.map(({ raw: _, ...phone }) => withRaw(phone, typed.get(phone.number)));
};

const withRaw = <T extends object>(phone: T, raw: string | undefined): T & { raw?: string } =>
  raw === undefined ? phone : { ...phone, raw };

type Consent = { general: boolean; marketing: boolean };

const onlyOff = (now: Consent, said: { general?: boolean; marketing?: boolean } | undefined): Consent => ({
  general: now.general && said?.general !== false,
  marketing: now.marketing && said?.marketing !== false,
});

type Place = Pick<NonNullable<ImportedClient["addresses"]>[number], "line1" | "city" | "postalCode">;

const samePlace = (a: Place, b: Place): boolean =>
  a.line1 === b.line1 && a.city === b.city && a.postalCode === b.postalCode;

/** Whether a row changed anything; the order of members says nothing. */
export const sameContent = (a: Content, b: Content): boolean => stable(a) === stable(b);

const stable = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
