import { takesElision } from "./french-elision.ts";

/** Whose French: our texts are written in Québec's. */
export type FrenchRegion = "CA" | "BE" | "FR";

/** A French sentence with what is filled in. */
export type French = (fixed: TemplateStringsArray, ...values: readonly (string | number)[]) => string;

/**
 * The template of a region's French: `de` and `que` lose their vowel before what is filled in, where that begins with
 * one (`qu’Océane`); our own words become the region's; what is filled in stays as it is.
 */
export const frenchOf = (region: FrenchRegion): French => {
  const said = (piece: string) => inRegion(piece, region);
  return ([first = "", ...pieces], ...values) =>
    pieces.reduce((text, piece, index) => {
      const value = String(values[index]);
      return `${takesElision(value) ? elided(text) : text}${value}${said(piece)}`;
    }, said(first));
};

const elided = (text: string): string =>
  text.replace(/(?<=^|[\s«(])(d|qu|jusqu|lorsqu|puisqu)e $/i, (_, stem: string) => `${stem}’`);

/** Words of Québec that others do not say, and theirs; all are masculine, so that what stands around them agrees. */
const words: readonly (readonly [québec: string, abroad: Readonly<Record<"BE" | "FR", string>>])[] = [
  ["courriel", { BE: "e-mail", FR: "e-mail" }],
  ["texto", { BE: "SMS", FR: "SMS" }],
  ["pourriel", { BE: "spam", FR: "spam" }],
  ["cellulaire", { BE: "GSM", FR: "portable" }],
  ["infonuagique", { BE: "cloud", FR: "cloud" }],
];

const WORDS = new RegExp(
  `(?:(?<before>\\b(?:le|du|au|de|que|ce|nouveau))(?<gap>[ \\u00a0]))?\\b(?<word>${words.map(([word]) => word).join("|")})(?<many>s?)\\b`,
  "gi",
);

/** A text of ours as a region says it: `le courriel` is `l’e-mail` in Liège and Lyon. */
export const inRegion = (text: string, region: FrenchRegion): string =>
  region === "CA"
    ? text
    : text.replace(WORDS, (found: string, ...rest) => {
        const { before = "", gap = "", word = "", many = "" } = rest.at(-1) as Record<string, string | undefined>;
        const other = words.find(([québec]) => québec === word.toLowerCase())?.[1][region];
        if (!other) return found;
        const small = /^[A-Z]+$/.test(other) ? other : `${other}${many}`;
        const noun = isCapital(word) ? capital(small) : small;
        return `${takesElision(other) && !isAcronym(other) ? beforeVowel(before, gap) : `${before}${gap}`}${noun}`;
      });

const isAcronym = (word: string): boolean => word === word.toUpperCase();
const isCapital = (word: string): boolean => word.charAt(0) !== word.charAt(0).toLowerCase();
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** What stands before a masculine noun, once that begins with a vowel. */
const beforeVowel = (before: string, gap: string): string => {
  const other = vowelForms[before.toLowerCase()];
  if (other === undefined) return `${before}${gap}`;
  const form = other.endsWith("’") ? other : `${other}${gap}`;
  return isCapital(before) ? capital(form) : form;
};

const vowelForms: Readonly<Record<string, string>> = {
  le: "l’",
  de: "d’",
  que: "qu’",
  du: "de l’",
  au: "à l’",
  ce: "cet",
  nouveau: "nouvel",
};
