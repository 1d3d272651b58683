import { acceptedLanguages, languageOf } from "../messaging/language.ts";
import { type FrenchSentences, inFrench } from "./in-french.ts";

/**
 * How to say a sentence of a refusal to whom sent this Accept-Language; undefined where English is wanted.
 * @param own the French of the feature that refuses
 */
export const refusalLanguage = (accepted: string, own?: FrenchSentences) => {
  const tags = acceptedLanguages(accepted);
  if (languageOf(...tags) !== "fr") return undefined;
  const region = tags
    .find((tag) => /^fr\b/i.test(tag))
    ?.split("-")[1]
    ?.toLowerCase();
  return { language: "fr", say: (english: string) => inFrench(english, region, own) };
};
