import { languageOf } from "../messaging/language.ts";

/** Why long work failed whose last try did, for whoever started it. */
export const gaveUpSentence = (language: string | undefined): string => sentences[languageOf(language)];

const sentences = {
  fr: "Le travail s’est arrêté après plusieurs tentatives. Ce qui est fait reste fait : recommencez, ou adressez-vous à qui exploite l’installation.",
  en: "The work stopped after several tries. What is done stays done: start again, or ask whoever runs the installation.",
};
