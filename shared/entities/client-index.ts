/**
 * The rules by which clients are found, listed and counted. Whoever changes what `client-stamp.ts` answers for some client
 * gives them a new number; the rebuild job then brings the clients that were stamped by earlier rules.
 */
export const INDEX_RULES = 2;

/**
 * What a client is found by, written on the client by whoever writes the client. A record of the stream then holds what
 * was projected and what is to be: the projector takes the difference, whatever the rules were. Texts of lines, since
 * lists would make the item larger.
 */
export interface ClientIndex {
  rules: number;
  /** Tokens of the search within clients that have an item of their own: see `ownTokens`. */
  tokens?: string;
  /** Tokens that only the global search looks at. */
  more?: string;
  /** The lists that the client stands in: `tag#vip`. In which listing, the item's own keys say. */
  lists?: string;
  /** The tags that count in the account's list of tags: a line with the key of each, then one as it is written. */
  tags?: string;
}

/** Values of custom fields may hold line breaks themselves. */
const NEEDS_ESCAPE = /[\\\n]/;
const escaped = (line: string): string =>
  NEEDS_ESCAPE.test(line) ? line.replaceAll("\\", "\\\\").replaceAll("\n", "\\n") : line;
const unescaped = (line: string): string => line.replace(/\\([\\n])/g, (_, sign) => (sign === "n" ? "\n" : "\\"));

/** Undefined for no lines at all: nothing is stored of them. */
export const packed = (lines: Iterable<string>): string | undefined => {
  const all = [...lines];
  return all.length === 0 ? undefined : all.map(escaped).join("\n");
};

export const unpacked = (text: string | undefined): string[] =>
  text === undefined ? [] : text.split("\n").map((line) => (line.includes("\\") ? unescaped(line) : line));
