import type { Client, ClientType, CustomValue } from "../../shared/entities/client.ts";
import { type ClientInput, clientContent, distinctTags } from "../../shared/entities/client-draft.ts";
import type { Ids } from "../../shared/ids.ts";
import type { Evidence } from "./match-row.ts";
import { mergedNames } from "./merge-names.ts";
import { mergedReach } from "./merge-reach.ts";
import { customValue, type Habits } from "./parse/custom-value.ts";
import type { ImportedClient } from "./parse/imported-client.ts";
import { sameText } from "./same-text.ts";

type Content = ReturnType<typeof clientContent>;

interface RowTerms {
  country: string;
  habits: Habits;
  type: ClientType | undefined;
  ids: Ids;
}

interface Merging {
  by: Evidence;
  /** No earlier row of the file is about the client. */
  isFirst: boolean;
}

/** The parser has read the contact data of a row already; what it could not read is none. */
const asItStands = {
  email: (text: string) => (text.includes("@") ? text : undefined),
  phone: (text: string) => (/^\+\d+$/.test(text) ? text : undefined),
};

/** The content of a new client from a row. @throws ContentRefused when a custom field does not fit */
export const contentOfRow = (row: ImportedClient, terms: RowTerms): Content =>
  withTyped(row, clientContent(inputOf(row, terms), { ...terms, contact: asItStands }));

/**
 * A client after a row that is about it. What the first row of a file says replaces what there is, what it does not say
 * stays; later rows about the same client fill in what is missing. Tags, phones and addresses are added. Consent is never
 * turned on: who refused since must stay refused.
 */
export const mergedWithRow = (client: Client, row: ImportedClient, terms: RowTerms & Merging): Content => {
  const { by, isFirst } = terms;
  const { name: _, ...known } = client;
  const said = othersOf(inputOf(row, terms));
  const fields = isFirst ? { ...client.fields, ...said.fields } : { ...said.fields, ...client.fields };
  const merged: ClientInput = {
    ...known,
    ...(isFirst ? withoutEchoes(said, client) : missingIn(client, said)),
    fields,
    ...mergedNames(client, row, by, isFirst),
    ...mergedReach(client, row, by, isFirst),
    tags: distinctTags([...client.tags, ...(row.tags ?? [])]),
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
  const raw = mergedRaw(content, client, row);
  return { ...content, phones: keepTyped(content, client, row), ...(raw ? { raw } : {}) };
};

/** What a row says beside names, where the client is reached, tags and consent: each of these is merged in its own way. */
const othersOf = ({
  name,
  firstName,
  lastName,
  company,
  email,
  otherEmails,
  mobile,
  phones,
  addresses,
  tags,
  subscriptions,
  ...others
}: ClientInput): ClientInput => others;

/** What a row says that the client does not have yet. */
const missingIn = (client: Client, said: ClientInput): ClientInput => {
  const known = new Map(Object.entries(client).filter(([, value]) => value !== undefined));
  return Object.fromEntries(Object.entries(said).filter(([member]) => !known.has(member)));
};

/** Without what the client has already, written in another way. */
const withoutEchoes = ({ note, discountPercent, ...said }: ClientInput, client: Client): ClientInput => ({
  ...said,
  ...(note === undefined || sameText(note, client.note) ? {} : { note }),
  ...(discountPercent === undefined || Number(discountPercent) === Number(client.discountPercent)
    ? {}
    : { discountPercent }),
});

/** What was typed belongs to an address or number: it stays with it, and goes with it. */
const mergedRaw = (content: Content, client: Client, row: ImportedClient): Client["raw"] => {
  const typed = (field: "email" | "mobile"): string | undefined => {
    if (content[field] === client[field]) return client.raw?.[field];
    return content[field] === row[field] ? row.raw?.[field] : undefined;
  };
  const [email, mobile] = [typed("email"), typed("mobile")];
  return email || mobile ? { ...(email ? { email } : {}), ...(mobile ? { mobile } : {}) } : undefined;
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

/** Whether a row changed anything; the order of members says nothing. */
export const sameContent = (a: Content, b: Content): boolean => stable(a) === stable(b);

const stable = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
