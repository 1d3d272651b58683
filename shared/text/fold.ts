import { foldAnyScript } from "./fold-any-script.ts";

/**
 * Text as it is compared in searches and alphabetical lists: lower-case, without accents or ligatures, words separated
 * by one space. Everything that is neither letter nor digit separates words: `L'Écuyer` becomes `l ecuyer`.
 * Folding twice changes nothing. Compatibility decomposition (Unicode NFKD) also brings full-width letters home.
 */
export const fold = (text: string): string => {
  let folded = "";
  let taken = 0;
  let isBetweenWords = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < LATIN ? KINDS[code] || learn(code) : BY_THE_RULES;
    if (kind === AS_IT_IS) continue;
    if (kind === BY_THE_RULES) return foldAnyScript(text);
    if (at > taken) {
      folded += text.slice(taken, at);
      isBetweenWords = false;
    }
    taken = at + 1;
    if (kind === OTHERWISE) {
      folded += SPELLINGS[code];
      isBetweenWords = false;
    } else if (!isBetweenWords) {
      folded += " ";
      isBetweenWords = true;
    }
  }
  if (taken === 0) return text;
  if (taken < text.length) return folded + text.slice(taken);
  return isBetweenWords ? folded.slice(0, -1) : folded;
};

/** Letters and signs before that one fold each by itself: what they are made of is looked up once, most names are of them. */
const LATIN = 0x180;
const AS_IT_IS = 1;
const BETWEEN_WORDS = 2;
const OTHERWISE = 3;
const BY_THE_RULES = 4;
const KINDS = new Uint8Array(LATIN);
const SPELLINGS: string[] = [];

const learn = (code: number): number => {
  const letter = String.fromCharCode(code);
  const spelling = foldAnyScript(`x${letter}x`).slice(1, -1);
  SPELLINGS[code] = spelling;
  const kind = kindOf(letter, spelling);
  KINDS[code] = kind;
  return kind;
};

const kindOf = (letter: string, spelling: string): number => {
  if (spelling === letter && letter !== " ") return AS_IT_IS;
  if (spelling === " ") return BETWEEN_WORDS;
  // ¼ is two words.
  return spelling.includes(" ") ? BY_THE_RULES : OTHERWISE;
};
