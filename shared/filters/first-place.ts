import type { Client } from "../entities/client.ts";
import { lookupsOf, tokenOf } from "../entities/lookup.ts";
import { lastDigits } from "../text/dialled-numbers.ts";
import { sortName } from "../text/sort-name.ts";
import type { TextRules } from "./text-test.ts";
import type { Way } from "./text-ways.ts";
import type { Match } from "./walk-ways.ts";

/**
 * Whether somebody is found for the first time: most are found in several ways that begin alike, and shown where they come
 * first, on whatever page that is.
 */
export const isFirstPlace = (
  client: Client,
  { way, found }: Match,
  ways: readonly Way[],
  rules: TextRules,
): boolean => {
  const own = placesOf(client, rules);
  const first = ways.find((one) => isFoundBy(one, own));
  if (!first) return false;
  if (way.kind !== "tokens") return way.name === first.name;
  const [token = ""] = found.at.split(/[#@]/);
  if (own.tokens.includes(token)) {
    const [least] = own.tokens.filter((one) => one.startsWith(way.prefix)).sort();
    return way.name === first.name && token === least && isFirstOfItsToken(found.at, own.lookups);
  }
  // An item of 0.2: a name has its place in the alphabetical list all the same, digits stand for the number's lookup.
  const [digits] = rules
    .textsOf(client)
    .flatMap((texts) =>
      texts
        .filter((one) => one.startsWith(way.prefix) && !own.tokens.includes(one) && !own.name.startsWith(one))
        .sort(),
    );
  return (first.kind === "numbers" || first.kind === "last") && token === digits;
};

interface Places {
  name: string;
  mobile: string;
  tokens: readonly string[];
  /** Sort keys of addresses. */
  lookups: readonly string[];
}

const placesOf = (client: Client, { textsOf, ownTokens }: TextRules): Places => {
  const addresses = lookupsOf(client).filter(({ what }) => what === "email");
  return {
    name: sortName(client.name),
    mobile: client.mobile ?? "",
    tokens: [...new Set([...ownTokens(client, textsOf(client).flat()), ...addresses.map(tokenOf)])],
    lookups: addresses.map((lookup) => `${tokenOf(lookup)}@${lookup.value}`).sort(),
  };
};

const isFoundBy = (way: Way, { name, mobile, tokens }: Places): boolean => {
  const { prefix } = way;
  switch (way.kind) {
    case "names":
      return name.startsWith(prefix);
    case "numbers":
      return mobile.startsWith(prefix);
    case "last":
      return way.ends === undefined ? (lastDigits(mobile)?.startsWith(prefix) ?? false) : mobile.endsWith(way.ends);
    case "tokens":
      return tokens.some((token) => token.startsWith(prefix));
    case "more":
    case "things":
      return false;
  }
};

/** Somebody may have two addresses that fold alike. */
const isFirstOfItsToken = (at: string, lookups: readonly string[]): boolean => {
  const own = lookups.filter((one) => one.startsWith(`${at.split("@", 1)[0]}@`));
  return !at.includes("@") || own.length < 2 || at === own[0] || at.startsWith(`${own[0]}|`);
};
