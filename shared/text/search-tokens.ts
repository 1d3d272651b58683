import { phoneNumber } from "./contact.ts";
import { cut } from "./cut.ts";
import { emailAddress } from "./email-address.ts";
import { fold } from "./fold.ts";
import { digitsOf, TOKEN_LENGTH } from "./token.ts";

export interface Searchable {
  /** `text`: names and anything of several words. `exact`: codes, serial numbers, plates: found by their beginning only, with or without the signs in between. */
  kind: "text" | "phone" | "email" | "exact";
  value: string;
}

/** Most tokens of one record: each is an item of the table. */
export const MOST_TOKENS = 24;
export const MOST_WORDS = 8;

/**
 * Domains where everybody has an address: a search by them finds nothing, and their tokens would all be written to one
 * partition.
 */
const SHARED_DOMAINS = new Set(
  (
    "aol.com bell.net bluewin.ch free.fr gmail.com gmx.ch gmx.de gmx.net googlemail.com hotmail.be hotmail.ca hotmail.com " +
    "hotmail.fr icloud.com laposte.net live.be live.ca live.com live.fr mac.com me.com msn.com orange.fr outlook.be " +
    "outlook.com outlook.fr proton.me protonmail.com sfr.fr skynet.be sympatico.ca telenet.be videotron.ca wanadoo.fr " +
    "yahoo.ca yahoo.com yahoo.fr ymail.com"
  ).split(" "),
);

/**
 * The tokens under which a record is found: a search lists the tokens that begin with what was typed.
 *
 * - A text is found from any of its words on, whatever the order: `Noémie Van den Berghe` gives `noemie van den berghe`,
 *   `van den berghe noemie`, `den berghe noemie van`, `berghe noemie van den`. What holds by an apostrophe, a hyphen or
 *   a full stop is also found in one piece: `O'Neill` as `o neill` and as `oneill`.
 * - A phone is found by its international and by its national digits.
 * - An e-mail address is found by its beginning, and by its domain unless half the world shares it.
 *
 * A token that another one begins with is left out, since every search for it finds the other: fewer items to write,
 * fewer repetitions in the results. Other ways to type the same have tokens of their own: see `other-tokens.ts`. At most 24 tokens of 64 characters; whole values come before parts of them.
 *
 * @param defaultRegion ISO 3166-1 alpha-2, for phones that are not in E.164
 */
export const tokensOf = (values: readonly Searchable[], defaultRegion = ""): string[] => {
  const ranked = values.flatMap((searchable) => rankedTokens(searchable, defaultRegion));
  const distinct = new Set(
    ranked.toSorted((a, b) => a.rank - b.rank).map(({ token }) => cut(token, TOKEN_LENGTH).trimEnd()),
  );
  distinct.delete("");
  return withoutBeginnings([...distinct]).slice(0, MOST_TOKENS);
};

interface Ranked {
  token: string;
  rank: number;
}

const rankedTokens = ({ kind, value }: Searchable, defaultRegion: string): Ranked[] => {
  switch (kind) {
    case "text":
      return textTokens(value);
    case "exact":
      return [fold(value), fold(value).replaceAll(" ", "")].map((token) => ({ token, rank: 0 }));
    case "email":
      return emailTokens(value);
    case "phone":
      return phoneTokens(value, defaultRegion);
  }
};

const textTokens = (value: string): Ranked[] => {
  const words = wordsOf(fold(value));
  const joined = wordsOf(inOnePiece(value));
  return [
    ...turns(words).map((token, turn) => ({ token, rank: turn === 0 ? 0 : turn === words.length - 1 ? 1 : 2 })),
    ...(joined.length < words.length ? turns(joined) : []).map((token) => ({ token, rank: 2 })),
    ...firstWithLast(words).map((token) => ({ token, rank: 3 })),
  ];
};

/** The words read from each of them on, and around: `a b c`, `b c a`, `c a b`. */
export const turns = (words: readonly string[]): string[] =>
  words.map((_, start) => [...words.slice(start), ...words.slice(0, start)].join(" "));

/** Middle names and particles are left out when people search. */
export const firstWithLast = (words: readonly string[]): string[] => {
  const [first, last] = [words.at(0), words.at(-1)];
  return words.length > 2 && first && last ? [`${first} ${last}`, `${last} ${first}`] : [];
};

export const wordsOf = (folded: string, most = MOST_WORDS): string[] =>
  folded === "" ? [] : folded.split(" ").slice(0, most);

/** Folded, but what stands between two spaces stays one word: `O'Neill` → `oneill`, `RO-12.5` → `ro125`. */
const inOnePiece = (value: string): string =>
  fold(
    value
      .split(/\s+/)
      .map((word) => fold(word).replaceAll(" ", ""))
      .join(" "),
  );

const emailTokens = (value: string): Ranked[] => {
  const address = emailAddress(value);
  const whole = { token: fold(address ?? value), rank: 0 };
  const domain = address?.slice(address.lastIndexOf("@") + 1);
  return domain && !SHARED_DOMAINS.has(domain) ? [whole, { token: fold(domain), rank: 3 }] : [whole];
};

const phoneTokens = (value: string, defaultRegion: string): Ranked[] => {
  const phone = phoneNumber(value, defaultRegion);
  if (!phone) return [{ token: digitsOf(value), rank: 0 }];
  return [
    { token: digitsOf(phone.e164), rank: 0 },
    { token: digitsOf(phone.national), rank: 1 },
  ];
};

/** Sorted, a token stands right before those that begin with it. Tokens of one letter have a partition of their own. */
export const withoutBeginnings = (tokens: readonly string[]): string[] => {
  const sorted = tokens.toSorted();
  const contained = new Set(sorted.filter((token, i) => token.length > 1 && sorted[i + 1]?.startsWith(token)));
  return tokens.filter((token) => !contained.has(token));
};
