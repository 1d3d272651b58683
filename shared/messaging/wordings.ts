import { lazy } from "../lazy.ts";
import { type French, type FrenchRegion, frenchOf, inRegion } from "../text/french.ts";
import { type LanguageTag, languageIn, languageTags, regionIn } from "./language.ts";

/**
 * The texts of a page or an e-mail, said once in each language and read as `texts["fr-BE"]`. French ones are Québec's,
 * from which the others follow. Sentences with something filled in are written with the template that `fr` is given.
 */
export const wordings = <W extends object>(said: {
  fr: (french: French) => NoInfer<W>;
  en: W;
}): Readonly<Record<LanguageTag, W>> => {
  const inFrench = (region: FrenchRegion): W => regional(said.fr(frenchOf(region)), region);
  const french = { CA: lazy(() => inFrench("CA")), BE: lazy(() => inFrench("BE")), FR: lazy(() => inFrench("FR")) };
  const get = (tag: LanguageTag) => (languageIn(tag) === "en" ? said.en : french[regionIn(tag)]());
  const texts = Object.fromEntries(languageTags.map((tag) => [tag, { enumerable: true, get: () => get(tag) }]));
  return Object.defineProperties({} as Record<LanguageTag, W>, texts);
};

/** A text of ours that nothing is filled into, in the words of a tag's country. */
export const inWordsOf = (language: LanguageTag, text: string): string =>
  languageIn(language) === "fr" ? inRegion(text, regionIn(language)) : text;

/** The same texts in a region's words; what makes a sentence has seen to it by itself. */
const regional = <T>(said: T, region: FrenchRegion): T => {
  if (typeof said === "string") return inRegion(said, region) as T;
  if (typeof said !== "object" || said === null) return said;
  if (Array.isArray(said)) return said.map((each) => regional(each, region)) as T;
  return Object.fromEntries(Object.entries(said).map(([name, each]) => [name, regional(each, region)])) as T;
};
