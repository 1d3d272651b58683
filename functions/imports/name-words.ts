import { fold } from "../../shared/text/fold.ts";

/** What two names say of each other: the same words, fewer or more of them, nothing (one has no name), or somebody else. */
export type Likeness = "same" | "partial" | "silent" | "other";

/** The words of a text in alphabetical order, whatever their case, accents and hyphens. */
export const wordsOf = (text: string | undefined): string[] =>
  text === undefined ? [] : fold(text).split(" ").filter(Boolean).sort();

/**
 * Two names of persons. One with fewer words may be the same person, unless what it leaves out tells people apart: half of
 * a compound name (Jean is not Jean-Pierre), a father and his son, one person and a couple.
 */
export const likenessOfPersons = (a: string | undefined, b: string | undefined): Likeness => {
  const found = likenessOf(wordsOf(a), wordsOf(b));
  if (found !== "partial") return found;
  const [shorter = "", longer = ""] = wordsOf(a).length < wordsOf(b).length ? [a, b] : [b, a];
  return splitsCompound(shorter, longer) || leavesOutTelling(shorter, longer) ? "other" : "partial";
};

/** Two names of companies: the same whatever their legal form, which people leave out. A branch is another company. */
export const likenessOfCompanies = (a: string | undefined, b: string | undefined): Likeness => {
  const found = likenessOf(wordsOf(a), wordsOf(b));
  if (found !== "partial" && found !== "other") return found;
  return likenessOf(withoutForm(a), withoutForm(b)) === "same" ? "partial" : "other";
};

const likenessOf = (a: readonly string[], b: readonly string[]): Likeness => {
  if (a.length === 0 || b.length === 0) return "silent";
  if (a.length === b.length && a.every((word, at) => word === b[at])) return "same";
  return within(a, b) || within(b, a) ? "partial" : "other";
};

const within = (a: readonly string[], b: readonly string[]): boolean => a.every((word) => b.includes(word));

const HYPHEN = /[-\u2010\u2011]/;

const splitsCompound = (shorter: string, longer: string): boolean => {
  const said = wordsOf(shorter);
  return longer
    .split(/\s+/)
    .filter((text) => HYPHEN.test(text))
    .map(wordsOf)
    .some((parts) => parts.some((part) => said.includes(part)) && !within(parts, said));
};

const TELLING = /^(?:\d+|ii|iii|iv|jr|junior|sr|senior|pere|fils|mere|fille|et|and|en|und)$/;
const AND_SIGN = /[&+/]/g;

const leavesOutTelling = (shorter: string, longer: string): boolean => {
  const spelled = (text: string) => wordsOf(text.replace(AND_SIGN, " et "));
  const said = spelled(shorter);
  return spelled(longer).some((word) => TELLING.test(word) && !said.includes(word));
};

const FORM =
  /^(?:inc|incorporated|ltee|limitee|ltd|limited|llc|llp|corp|corporation|co|cie|enr|senc|sencrl|sa|sas|sasu|sarl|eurl|srl|sprl|sc|scs|asbl|vzw|bv|bvba|nv|gmbh|ag|plc)$/;

/** The points of `S.A.` and `S.R.L.` */
const POINTS_BETWEEN_LETTERS = /\.(?=\p{L}(?:\.|\s|$))/gu;

const withoutForm = (text = ""): string[] =>
  wordsOf(text.replace(POINTS_BETWEEN_LETTERS, "")).filter((word) => !FORM.test(word));
