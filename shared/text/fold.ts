/** Letters that no Unicode decomposition turns into plain ones, as people type them without their keys. */
const SPELLED_OUT: Readonly<Record<string, string>> = {
  œ: "oe",
  æ: "ae",
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ı: "i",
  ŧ: "t",
  ŋ: "n",
  ĸ: "k",
  ς: "σ",
};
const SPELLED_OUT_LETTERS = new RegExp(`[${Object.keys(SPELLED_OUT).join("")}]`, "g");
const LATIN_GREEK_CYRILLIC_MARKS = /[\u0300-\u036f]/g;
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;
const PLAIN = /^(?:[a-z0-9]+(?: [a-z0-9]+)*)?$/;

/**
 * Text as it is compared in searches and alphabetical lists: lower-case, without accents or ligatures, words separated
 * by one space. Everything that is neither letter nor digit separates words: `L'Écuyer` becomes `l ecuyer`.
 * Folding twice changes nothing. Compatibility decomposition (Unicode NFKD) also brings full-width letters home.
 */
export const fold = (text: string): string => {
  if (PLAIN.test(text)) return text;
  return (
    text
      .normalize("NFKD")
      .replace(LATIN_GREEK_CYRILLIC_MARKS, "")
      .toLowerCase()
      // Only the marks above go: the vowel signs and voicing marks of other scripts are letters to their readers.
      .normalize("NFC")
      .replace(SPELLED_OUT_LETTERS, (letter) => SPELLED_OUT[letter] ?? letter)
      .replace(BETWEEN_WORDS, " ")
      .trim()
  );
};
