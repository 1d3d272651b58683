import { listsOfClient } from "../filters/client-filters.ts";
import { cut } from "../text/cut.ts";
import { emailAddress } from "../text/email-address.ts";
import { otherTokensOf } from "../text/other-tokens.ts";
import { searchFold } from "../text/search-fold.ts";
import { type Searchable, tokensOf } from "../text/search-tokens.ts";
import { type Client, listingOf } from "./client.ts";
import { type Facet, facetIn, type StoredFacetEntry } from "./facet.ts";
import type { FindEntry, FindIndex } from "./find.ts";
import { listEntryOf } from "./list-entry.ts";
import type { Lookup } from "./lookup.ts";
import { tagKey } from "./tag.ts";

/** Everything that is kept about a client beside the client itself, so that it can be found, listed and counted. */
export interface ClientProjection {
  tokens: { index: FindIndex; token: string; entry: FindEntry }[];
  facets: { facet: Facet; entry: StoredFacetEntry }[];
  lookups: Lookup[];
  /** The tags that count in the account's list, by their key, as they are written. */
  tags: ReadonlyMap<string, string>;
}

const nothing: ClientProjection = { tokens: [], facets: [], lookups: [], tags: new Map() };

/** What follows from a client as it is; nothing from one that is no more. Clients in the archive are not found. */
export const clientProjection = (client: Client | undefined): ClientProjection => {
  if (!client) return nothing;
  const tags = tagsOf(client);
  const facets = clientFacets(client);
  if (listingOf(client) === "archived") return { ...nothing, facets };
  return { tokens: clientTokens(client), facets, lookups: lookupsOf(client), tags };
};

/** What of a client the search within clients looks at. */
export type Searched = Pick<Client, "name" | "mobile" | "email" | "otherEmails" | "addresses">;

/**
 * The tokens of the search within clients: name, mobile number, e-mail; then the other ways to type them, further e-mails
 * and towns. A client that is found by several is shown by the first group that has one.
 */
export const nameTokens = ({ name, mobile, email, otherEmails = [], addresses }: Searched): [string[], string[]] => {
  const values: Searchable[] = [
    { kind: "text", value: name },
    ...(mobile ? [{ kind: "phone", value: mobile } as const] : []),
    ...(email ? [{ kind: "email", value: email } as const] : []),
  ];
  const tokens = tokensOf(values);
  const further = [...otherEmails, ...townsOf(addresses)].map(searchFold);
  return [tokens, otherTokensOf(values, tokens, further)];
};

/** A client with many places is found by the towns of the first. */
const MOST_TOWNS = 3;

const townsOf = (addresses: Client["addresses"]): string[] =>
  [...new Set(addresses.flatMap(({ city }) => city ?? []))].slice(0, MOST_TOWNS);

/** The tokens that only the global search finds. What a token of the name already finds is left out. */
const moreTokens = (client: Client, known: readonly string[]): string[] => {
  const person = [client.firstName, client.lastName].filter(Boolean).join(" ");
  const names: Searchable[] = [
    { kind: "text", value: client.company ?? "" },
    { kind: "text", value: person },
    ...client.phones.map(({ number }) => ({ kind: "phone", value: number }) as const),
  ];
  const tokens = tokensOf([...names, ...(client.indexed?.search ?? []).map(searchable)]);
  const missing = tokens.filter((token) => !known.some((other) => other.startsWith(token)));
  return [...missing, ...otherTokensOf(names, [...known, ...missing])];
};

const E164 = /^\+\d{7,15}$/;

/** Values of custom fields come without their kind. */
const searchable = (value: string): Searchable => {
  if (E164.test(value)) return { kind: "phone", value };
  return { kind: value.includes("@") && emailAddress(value) ? "email" : "text", value };
};

const clientTokens = (client: Client): ClientProjection["tokens"] => {
  const entry = findEntryOf(client);
  const names = nameTokens(client).flat();
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

const clientFacets = (client: Client): ClientProjection["facets"] => {
  const entry = listEntryOf(client);
  return listsOfClient(client).map((list) => ({ facet: facetIn(listingOf(client), list), entry }));
};

const lookupsOf = ({ email, otherEmails = [], mobile }: Client): Lookup[] => [
  ...[...new Set([...(email ? [email] : []), ...otherEmails])].map((value) => ({ what: "email", value }) as const),
  ...(mobile ? [{ what: "mobile", value: mobile } as const] : []),
];
