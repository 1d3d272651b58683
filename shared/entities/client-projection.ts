import { lastDigits, mayMean } from "../text/dialled-numbers.ts";
import { emailAddress } from "../text/email-address.ts";
import { otherTokensOf } from "../text/other-tokens.ts";
import { searchFold } from "../text/search-fold.ts";
import { type Searchable, tokensOf } from "../text/search-tokens.ts";
import { sortName } from "../text/sort-name.ts";
import type { Client } from "./client.ts";
import { lookupsOf, tokenOf } from "./lookup.ts";
import { tagKey } from "./tag.ts";

/** What of a client the search within clients looks at. */
export type Searched = Pick<Client, "name" | "mobile" | "email" | "otherEmails" | "addresses">;

/**
 * The tokens of the search within clients: name, mobile number, e-mail; then the other ways to type them, further e-mails
 * and towns. A client that is found by several is shown by the first group that has one.
 */
export const nameTokens = ({ name, mobile, email, otherEmails = [], addresses }: Searched): [string[], string[]] => {
  const values: Searchable[] = [{ kind: "text", value: name }];
  if (mobile) values.push({ kind: "phone", value: mobile });
  if (email) values.push({ kind: "email", value: email });
  const tokens = tokensOf(values);
  const further = [...otherEmails, ...townsOf(addresses)].map(searchFold);
  return [tokens, otherTokensOf(values, tokens, further)];
};

/** A client with many places is found by the towns of the first. */
const MOST_TOWNS = 3;

const townsOf = (addresses: Client["addresses"]): string[] => {
  const towns: string[] = [];
  for (const { city } of addresses)
    if (city !== undefined && towns.length < MOST_TOWNS && !towns.includes(city)) towns.push(city);
  return towns;
};

/** The tokens that only the global search finds. What a token of the name already finds is left out. */
const moreTokens = (client: Client, known: readonly string[]): string[] => {
  const { firstName, lastName } = client;
  const full = firstName && lastName ? `${firstName} ${lastName}` : firstName || lastName || "";
  // Most clients are called what they are called in lists.
  const person = full === client.name ? "" : full;
  if (!person && !client.company && client.phones.length === 0 && !client.indexed?.search.length) return [];
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

/** All texts that a client is found by: in the search within clients, and in the global one alone. */
export const clientTexts = (client: Client): { texts: string[]; more: string[] } => {
  const [tokens, others] = nameTokens(client);
  const texts = tokens.concat(others);
  return { texts, more: moreTokens(client, texts) };
};

/**
 * Those of them that need an item of their own. What a name begins with is found in the alphabetical list, an address or a
 * mobile number by its lookup: the number by its digits here and abroad, and by its last ones.
 */
export const ownTokens = (client: Searched, texts: readonly string[]): string[] => {
  const name = sortName(client.name);
  const lookups = lookupsOf(client).map(tokenOf);
  const { mobile = "" } = client;
  const last = lastDigits(mobile);
  const isNumber = (text: string) => mobile !== "" && /^\d+$/.test(text) && mayMean(text, mobile);
  return texts.filter((text) => !name.startsWith(text) && !lookups.includes(text) && text !== last && !isNumber(text));
};

/** The tags that count in the account's list of tags, by their keys. One spelling a tag: the first, when there are several. */
export const clientTags = ({ tags }: Pick<Client, "tags">): ReadonlyMap<string, string> => {
  const labels = new Map<string, string>();
  for (let at = tags.length - 1; at >= 0; at--) {
    const tag = tags[at] ?? "";
    const key = tagKey(tag);
    if (key !== "") labels.set(key, tag.trim());
  }
  return labels;
};
