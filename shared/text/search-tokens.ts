import { phoneNumber } from "./contact.ts";
import { cut } from "./cut.ts";
import { storedAddress } from "./email-address.ts";
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
  const byRank: Ranked = [[], [], [], []];
  for (const searchable of values) addTokens(searchable, defaultRegion, byRank);
  const distinct = new Set<string>();
  for (const tokens of byRank) for (const token of tokens) distinct.add(cut(token, TOKEN_LENGTH).trimEnd());
  distinct.delete("");
  return withoutBeginnings([...distinct]).slice(0, MOST_TOKENS);
};

/** Whole values come first, then parts of them. */
type Ranked = [whole: string[], last: string[], parts: string[], loose: string[]];

const addTokens = ({ kind, value }: Searchable, defaultRegion: string, to: Ranked): void => {
  switch (kind) {
    case "text":
      addTextTokens(value, to);
      return;
    case "exact":
      to[0].push(fold(value), fold(value).replaceAll(" ", ""));
      return;
    case "email":
      addEmailTokens(value, to);
      return;
    case "phone":
      addPhoneTokens(value, defaultRegion, to);
  }
};

const addTextTokens = (value: string, [whole, last, parts, loose]: Ranked): void => {
  if (value === "") return;
  const words = wordsOf(fold(value));
  for (const [turn, token] of turns(words).entries())
    (turn === 0 ? whole : turn === words.length - 1 ? last : parts).push(token);
  const joined = NO_SIGNS.test(value) ? words : wordsOf(inOnePiece(value));
  if (joined.length < words.length) parts.push(...turns(joined));
  loose.push(...firstWithLast(words));
};

/** The words read from each of them on, and around: `a b c`, `b c a`, `c a b`. */
export const turns = (words: readonly string[]): string[] => {
  const whole = words.join(" ");
  let begins = 0;
  return words.map((word) => {
    const turned = begins === 0 ? whole : `${whole.slice(begins)} ${whole.slice(0, begins - 1)}`;
    begins += word.length + 1;
    return turned;
  });
};

/** Middle names and particles are left out when people search. */
export const firstWithLast = (words: readonly string[]): string[] => {
  const [first, last] = [words.at(0), words.at(-1)];
  return words.length > 2 && first && last ? [`${first} ${last}`, `${last} ${first}`] : [];
};

export const wordsOf = (folded: string, most = MOST_WORDS): string[] =>
  folded === "" ? [] : folded.split(" ").slice(0, most);

/** Most names: no sign is in them, so that nothing between two spaces falls into several words. */
const NO_SIGNS = /^[a-z0-9 àâäáãåçèéêëìíîïñòóôöõøùúûüýÿœæ]*$/i;

/** Folded, but what stands between two spaces stays one word: `O'Neill` → `oneill`, `RO-12.5` → `ro125`. */
const inOnePiece = (value: string): string =>
  fold(
    value
      .split(/\s+/)
      .map((word) => fold(word).replaceAll(" ", ""))
      .join(" "),
  );

const addEmailTokens = (value: string, [whole, , , loose]: Ranked): void => {
  const address = storedAddress(value);
  whole.push(fold(address ?? value));
  const domain = address?.slice(address.lastIndexOf("@") + 1);
  if (domain && !SHARED_DOMAINS.has(domain)) loose.push(fold(domain));
};

/** Twenty-five countries share `+1`, and none of them puts anything before the ten digits: nobody need be asked whose it is. */
const NORTH_AMERICAN = /^\+1\d{10}$/;

const addPhoneTokens = (value: string, defaultRegion: string, [whole, last]: Ranked): void => {
  if (NORTH_AMERICAN.test(value)) {
    whole.push(value.slice(1));
    last.push(value.slice(2));
    return;
  }
  const phone = phoneNumber(value, defaultRegion);
  whole.push(digitsOf(phone?.e164 ?? value));
  if (phone) last.push(digitsOf(phone.national));
};

/** As many as are compared with each other sooner than sorted. */
const FEW = 16;

/** Sorted, a token stands right before those that begin with it. Tokens of one letter have a partition of their own. */
export const withoutBeginnings = (tokens: readonly string[]): string[] => {
  if (tokens.length <= FEW)
    return tokens.filter((token) => token.length < 2 || !tokens.some((one) => one !== token && one.startsWith(token)));
  const sorted = tokens.toSorted();
  const contained = new Set(sorted.filter((token, i) => token.length > 1 && sorted[i + 1]?.startsWith(token)));
  return tokens.filter((token) => !contained.has(token));
};
