import type { Client } from "../../../shared/entities/client.ts";

type Named = Pick<Client, "name" | "firstName" | "lastName" | "company"> & Partial<Pick<Client, "email">>;

/** How people write before a name whom it belongs to, in French and English, without its period. */
const TITLES =
  /^(?:m|mr|mrs|ms|miss|mx|mme|mmes|mlle|melle|monsieur|madame|mademoiselle|messieurs|mesdames|dr|dre|docteur|pr|prof|me|maître|sir|famille|family)\.?$/iu;
/** Legal forms and signs of a business in Canada, Belgium and France. */
const BUSINESS =
  /(?:^|[\s(,])(?:inc|ltée|ltee|limitée|ltd|limited|llc|corp|enr|senc|sencrl|cie|sprl|srl|sarl|sas|sasu|sa|sc|scrl|snc|eurl|sci|asbl|vzw|bv|bvba|nv|gmbh|garage|salon|coiffure|plomberie|restaurant|hôtel|clinique|clinic|services|auto|autos|école|ville|commune|association|club)(?:$|[\s.,)])/iu;
/** A word that is somebody's name: letters, with the signs that names have inside, not an initial. */
const GIVEN_NAME = /^\p{L}[\p{L}\p{M}'’-]+$/u;
const TWO_PEOPLE = /\s(?:et|and|&|\+|ou|or)\s|[&+/]/iu;
const ADDRESS = /^\S+@\S+$/;
const IN_CAPITALS = /^[\p{Lu}\p{M}'’-]{2,}$/u;

/**
 * By which name a client is spoken to; empty where that would be a guess, so that the fallback speaks instead. Lists of
 * clients often hold the whole name in one piece: `Noémie Côté`, `Tremblay, Jean`, `TREMBLAY Jean`, `Mme Marie Roy`.
 * A name that was made of an e-mail address or is a company's is nobody's first name.
 */
export const firstNameOf = ({ firstName, lastName, company, email, name }: Named): string => {
  if (firstName !== undefined) return isTitle(firstName) || ADDRESS.test(firstName) ? "" : firstName;
  const whole = name.trim();
  if (lastName || company || whole === email || BUSINESS.test(whole) || TWO_PEOPLE.test(whole)) return "";
  const word = firstWord(whole);
  return GIVEN_NAME.test(word) ? word : "";
};

const isTitle = (word: string): boolean => TITLES.test(word.trim());

const firstWord = (whole: string): string => {
  const [before = "", after] = whole.split(/\s*,\s*/, 2);
  if (after !== undefined) return wordsOf(after)[0] ?? "";
  const words = wordsOf(before);
  // A title in front of one word: `M. Tremblay` is a last name.
  if (words.length === 1 && isTitle(before.split(/\s+/)[0] ?? "")) return "";
  // Registers write last names first and in capitals.
  return words.find((word) => !IN_CAPITALS.test(word)) ?? words[0] ?? "";
};

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "" && !isTitle(word));
