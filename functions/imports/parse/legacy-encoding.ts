/** Encodings of one byte a letter in which lists come; in the order in which they win a draw. */
const ENCODINGS = ["windows-1252", "macintosh", "cp850", "iso-8859-15"] as const;
export type LegacyEncoding = (typeof ENCODINGS)[number];

/** Code page 850, of DOS and of tills and old accounting programs, from byte 0x80 on. */
const CP850 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0";

/** Decodes text of one byte a letter; pieces of it can be decoded one by one. */
export const legacyDecoder = (encoding: LegacyEncoding): ((bytes: Uint8Array) => string) => {
  if (encoding !== "cp850") {
    const decoder = new TextDecoder(encoding);
    return (bytes) => decoder.decode(bytes);
  }
  return (bytes) => {
    let text = "";
    for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : CP850[byte - 0x80];
    return text;
  };
};

/**
 * The encoding in which a text reads as people write names, places and notes in French and its neighbours; undefined when
 * it reads so in none. Accents tell: `Zo‚`, `ZoŽ` and `¼uvrard` are nobody's names.
 */
export const likelyEncoding = (bytes: Uint8Array): LegacyEncoding | undefined => {
  const fits = ENCODINGS.map((encoding) => likeness(legacyDecoder(encoding)(bytes)));
  const best = Math.max(...fits);
  return best < 0 ? undefined : ENCODINGS[fits.indexOf(best)];
};

/** How often letters beyond ASCII come in French (most to least), and in the languages beside it. */
const WEIGHTS: ReadonlyMap<string, number> = new Map(
  (
    [
      ["éÉ", 8],
      ["èàêçôÈÇ", 6],
      ["îïëâûùÀÊÔÎœŒ", 5],
      ["öü", 3],
      ["äñáíóßåøúæÖÜÄÑÁÍÓÅØÚÂËÏÛÙÆ", 2],
      ["ãõìòÃÕÌÒÿŸšžŠŽ", 0],
    ] as const
  ).flatMap(([letters, weight]) => [...letters].map((letter): [string, number] => [letter, weight])),
);
const MISPLACED = -8;
const LETTER = /\p{L}/u;
const UPPER = /\p{Lu}/u;
const LOWER = /\p{Ll}/u;
/** Small letters with which words begin. */
const INITIAL = new Set("éàêîœèâ");
/** French writes these vowels with their marks only after certain letters. */
const PAIRS = /[aoui]ë|[aoue]ï|[aouibdgln]î|[bcdfghlmnprstv][âêôû]|[qg]uê|oû/iu;
const NEEDS_A_PAIR = new Set("ëïîâêôû");

const likeness = (text: string): number => {
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) sum += fitOf(text[at - 1] ?? " ", text[at] ?? " ", text[at + 1] ?? " ");
  }
  return sum;
};

const fitOf = (before: string, character: string, after: string): number => {
  if (!LETTER.test(character) || character === "ª" || character === "º") return signFit(before, character, after);
  const weight = WEIGHTS.get(character);
  if (weight === undefined) return MISPLACED;
  // An accented letter beside another one is rare: « créée », not « Èâàí ».
  const isBeside = (other: string) => other > "\u007f" && LETTER.test(other) && !/[éœæïëñãõçúó]/iu.test(other);
  if (isBeside(before) || isBeside(after)) return MISPLACED;
  const stands = LETTER.test(before) || LETTER.test(after) || character === "à" || character === "À";
  if (!stands || (character === "Î" && /[aeiou]/.test(after))) return MISPLACED;
  if (UPPER.test(character))
    return LOWER.test(before) || (UPPER.test(before) && LOWER.test(after)) ? MISPLACED : weight;
  if (UPPER.test(before) && UPPER.test(after)) return MISPLACED;
  if (!LETTER.test(before)) return weight - (UPPER.test(after) ? -MISPLACED : INITIAL.has(character) ? 1 : 5);
  return PAIRS.test(before + character) ? weight + 2 : NEEDS_A_PAIR.has(character) ? 1 : weight;
};

const signFit = (before: string, character: string, after: string): number => {
  const [wordBefore, wordAfter] = [LETTER.test(before), LETTER.test(after)];
  if (character === "’") return wordBefore ? 6 : 0;
  if ("\u00a0«»".includes(character)) return 2;
  if ("°º".includes(character)) return /[\dnN]/.test(before) ? 3 : -2;
  if (character === "€") return /[\d\s\u00a0]/.test(before) || /\d/.test(after) ? 3 : -4;
  if ("–—“”‘…•".includes(character)) return wordBefore && wordAfter ? MISPLACED : 1;
  if ("½¼¾²³".includes(character)) return wordBefore || wordAfter ? MISPLACED : 0;
  if ("£©®™§±·×".includes(character)) return wordBefore && wordAfter ? MISPLACED : -1;
  return MISPLACED;
};
