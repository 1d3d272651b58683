import { emailAddress } from "../text/contact.ts";
import { cut } from "../text/cut.ts";
import { type Searchable, tokensOf } from "../text/search-tokens.ts";
import { addressMark } from "./address-fact.ts";
import { type Client, clientSortKey, hasRefusedMarketing, listingOf } from "./client.ts";
import { type Facet, type FacetEntry, facetsOf, type MailStanding } from "./facet.ts";
import type { FindEntry, FindIndex } from "./find.ts";
import type { Lookup } from "./lookup.ts";
import { tagKey } from "./tag.ts";

/** Everything that is kept about a client beside the client itself, so that it can be found, listed and counted. */
export interface ClientProjection {
  tokens: { index: FindIndex; token: string; entry: FindEntry }[];
  facets: { facet: Facet; entry: FacetEntry }[];
  lookups: Lookup[];
  /** The tags that count in the account's list, by their key, as they are written. */
  tags: ReadonlyMap<string, string>;
}

const nothing: ClientProjection = { tokens: [], facets: [], lookups: [], tags: new Map() };

/** What follows from a client as it is; nothing from one that is no more. Clients in the archive are not found. */
export const clientProjection = (client: Client | undefined): ClientProjection => {
  if (!client) return nothing;
  const tags = tagsOf(client);
  const facets = clientFacets(client, tags);
  if (listingOf(client) === "archived") return { ...nothing, facets };
  return { tokens: clientTokens(client), facets, lookups: lookupsOf(client), tags };
};

/** The tokens of the search within clients: name, mobile number, e-mail. */
export const nameTokens = ({ name, mobile, email }: Pick<Client, "name" | "mobile" | "email">): string[] =>
  tokensOf([
    { kind: "text", value: name },
    ...(mobile ? [{ kind: "phone", value: mobile } as const] : []),
    ...(email ? [{ kind: "email", value: email } as const] : []),
  ]);

/** The tokens that only the global search finds. What a token of the name already finds is left out. */
const moreTokens = (client: Client, known: readonly string[]): string[] => {
  const person = [client.firstName, client.lastName].filter(Boolean).join(" ");
  return tokensOf([
    { kind: "text", value: client.company ?? "" },
    { kind: "text", value: person },
    ...client.phones.map(({ number }) => ({ kind: "phone", value: number }) as const),
    ...(client.indexed?.search ?? []).map(searchable),
  ]).filter((token) => !known.some((other) => other.startsWith(token)));
};

const E164 = /^\+\d{7,15}$/;

/** Values of custom fields come without their kind. */
const searchable = (value: string): Searchable => {
  if (E164.test(value)) return { kind: "phone", value };
  return { kind: value.includes("@") && emailAddress(value) ? "email" : "text", value };
};

const clientTokens = (client: Client): ClientProjection["tokens"] => {
  const entry = findEntryOf(client);
  const names = nameTokens(client);
  return [
    ...names.map((token) => ({ index: "client" as const, token, entry })),
    ...moreTokens(client, names).map((token) => ({ index: "client_more" as const, token, entry })),
  ];
};

const TITLE_LENGTH = 200;

const findEntryOf = ({ id, name, company, email, mobile, phones, disabled }: Client): FindEntry => {
  const subtitle = [company, email, mobile, phones[0]?.number].find((text) => text && text !== name);
  return {
    id,
    kind: "client",
    title: cut(name, TITLE_LENGTH),
    ...(subtitle ? { subtitle: cut(subtitle, TITLE_LENGTH) } : {}),
    clientId: id,
    ...(disabled ? { disabled } : {}),
  };
};

/** One spelling a tag: the first, when a client has several. */
const tagsOf = (client: Client): ReadonlyMap<string, string> =>
  new Map(
    client.tags
      .toReversed()
      .map((tag): [string, string] => [tagKey(tag), tag.trim()])
      .filter(([key]) => key !== ""),
  );

const clientFacets = (client: Client, tags: ReadonlyMap<string, string>): ClientProjection["facets"] => {
  const of = facetsOf(listingOf(client));
  const entry = {
    id: client.id,
    sort: clientSortKey(client),
    mail: mailStanding(client),
    ...(client.email ? { address: addressMark(client.accountId, client.email) } : {}),
  };
  const facets = [
    of.all,
    of.mobile(client.mobile ? "with" : "without"),
    ...(client.typeId ? [of.type(client.typeId)] : []),
    ...(hasRefusedEverything(client) ? [of.unsubscribed] : []),
    ...[...tags.keys()].map(of.tag),
    ...client.assignedTo.map(of.assignedTo),
    ...Object.entries(client.indexed?.filter ?? {}).flatMap(([key, values]) => values.map((v) => of.custom(key, v))),
  ];
  const distinct = new Map(facets.map((facet) => [`${facet.field}#${facet.value}`, facet]));
  return [...distinct.values()].map((facet) => ({ facet, entry }));
};

/** What keeps a marketing e-mail from a client, the most lasting reason first. */
export const mailStanding = (client: Client): MailStanding => {
  if (!client.email) return "no_address";
  if (client.suppressed) return "suppressed";
  if (hasRefusedMarketing(client)) return "unsubscribed";
  return client.subscriptions.email.marketing ? "ok" : "never_opted_in";
};

const hasRefusedEverything = ({ subscriptions: { email, sms } }: Client): boolean =>
  !email.general && !email.marketing && !sms.general && !sms.marketing;

const lookupsOf = ({ email, mobile }: Client): Lookup[] => [
  ...(email ? [{ what: "email", value: email } as const] : []),
  ...(mobile ? [{ what: "mobile", value: mobile } as const] : []),
];
