import { cut } from "./cut.ts";
import { fold } from "./fold.ts";
import { TOKEN_LENGTH } from "./token.ts";

const MOST_WORDS = 8;
const MOST_TOKENS = 24;

/**
 * The tokens of texts that are found from any of their words on: `Pneus d'hiver` gives `pneus d hiver`, `d hiver pneus` and
 * `hiver pneus d`. What is found by numbers and addresses, too, has more: see `search-tokens.ts`, which weighs more.
 */
export const wordTokens = (texts: readonly (string | undefined)[]): string[] => {
  const tokens = texts.flatMap((text = "") => {
    const words = fold(text).split(" ", MOST_WORDS);
    return words.map((_, start) => [...words.slice(start), ...words.slice(0, start)].join(" "));
  });
  const distinct = new Set(
    tokens.map((token) => cut(token, TOKEN_LENGTH).trimEnd()).filter((token) => token.length > 1),
  );
  return [...distinct].slice(0, MOST_TOKENS);
};
