import type { ImportLanguage } from "./imported-client.ts";

/** What is wrong with a cell or a row, for whoever can correct the file. */
export type Problem =
  | { kind: "email" | "phone" | "country" | "language" | "discount" | "latitude" | "longitude" | "yes-or-no" }
  | { kind: "spreadsheet-error" | "nobody" | "too-many-cells" | "half-a-location" }
  | { kind: "too-long"; longest: number };

type Texts = Record<Exclude<Problem["kind"], "too-long">, string> & { "too-long": (longest: number) => string };

const FRENCH: Texts = {
  email: "Ce n'est pas une adresse courriel : corrigez-la (nom@exemple.com) ou videz la case.",
  phone:
    "Ce n'est pas un numéro de téléphone : corrigez-le (514 555-1212, ou +32 475 12 34 56 hors du pays de la ligne) ou videz la case.",
  country: "Ce pays est inconnu : écrivez son nom (Canada, Belgique…) ou son code de deux lettres (CA, BE…).",
  language: "Cette langue est inconnue : écrivez son nom (français, anglais…) ou son code (fr, en…).",
  discount: "Ce n'est pas un pourcentage : écrivez un nombre de 0 à 100, par exemple 7,5.",
  latitude: "Ce n'est pas une latitude : écrivez un nombre de -90 à 90, par exemple 45,5017.",
  longitude: "Ce n'est pas une longitude : écrivez un nombre de -180 à 180, par exemple -73,5673.",
  "half-a-location": "La latitude ou la longitude manque : donnez les deux, ou aucune.",
  "yes-or-no": "On ne peut pas en déduire un consentement : écrivez oui ou non, ou videz la case.",
  "spreadsheet-error": "La case contient une erreur du tableur : corrigez sa formule ou écrivez la valeur.",
  nobody: "La ligne n'a ni nom, ni entreprise, ni courriel, ni cellulaire : donnez-en au moins un.",
  "too-many-cells":
    "La ligne a plus de cases que l'en-tête : mettez entre guillemets le texte qui contient le séparateur de colonnes.",
  "too-long": (longest) => `Le texte est trop long : au plus ${longest} caractères.`,
};

const ENGLISH: Texts = {
  email: "This is not an e-mail address: correct it (name@example.com) or empty the cell.",
  phone:
    "This is not a phone number: correct it (514 555-1212, or +32 475 12 34 56 outside the row's country) or empty the cell.",
  country: "This country is not known: write its name (Canada, Belgium…) or its two-letter code (CA, BE…).",
  language: "This language is not known: write its name (French, English…) or its code (fr, en…).",
  discount: "This is not a percentage: write a number from 0 to 100, such as 7.5.",
  latitude: "This is not a latitude: write a number from -90 to 90, such as 45.5017.",
  longitude: "This is not a longitude: write a number from -180 to 180, such as -73.5673.",
  "half-a-location": "The latitude or the longitude is missing: give both, or neither.",
  "yes-or-no": "Consent cannot be told from this: write yes or no, or empty the cell.",
  "spreadsheet-error": "The cell holds a spreadsheet error: correct its formula or write the value.",
  nobody: "The row has no name, company, e-mail address or mobile number: give at least one.",
  "too-many-cells":
    "The row has more cells than the header: put quotation marks around text that holds the column separator.",
  "too-long": (longest) => `The text is too long: ${longest} characters at most.`,
};

const TEXTS: Record<ImportLanguage, Texts> = { fr: FRENCH, en: ENGLISH };

export const messageOf = (problem: Problem, language: ImportLanguage): string =>
  problem.kind === "too-long" ? TEXTS[language]["too-long"](problem.longest) : TEXTS[language][problem.kind];
