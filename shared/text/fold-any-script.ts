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
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII.
const ASCII = /^[\u0000-\u007F]*$/;
const BETWEEN_ASCII_WORDS = /[^a-z0-9]+/g;

/** What `fold` answers, for text of any script. */
export const foldAnyScript = (text: string): string => {
  const unmarked = text.normalize("NFKD").replace(LATIN_GREEK_CYRILLIC_MARKS, "");
  // Most names: what is left of them needs neither composition nor the slower classes of Unicode.
  if (ASCII.test(unmarked)) return unmarked.toLowerCase().replace(BETWEEN_ASCII_WORDS, " ").trim();
  return (
    unmarked
      .toLowerCase()
      // Only the marks above go: the vowel signs and voicing marks of other scripts are letters to their readers.
      .normalize("NFC")
      .replace(SPELLED_OUT_LETTERS, (letter) => SPELLED_OUT[letter] ?? letter)
      .replace(BETWEEN_WORDS, " ")
      .trim()
  );
};
