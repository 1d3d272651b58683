import { type Language, type LanguageTag, languageIn } from "../messaging/language.ts";
import { inFigures } from "../text/numbers.ts";
import { acceptedTypes, type Family } from "./file-types.ts";

const KIB = 1024;

/** A size as people read it, `2.4 MB` or `2,4 Mo`; units of 1,024, as file managers and phones show them. */
export const sizeInWords = (bytes: number, language: LanguageTag): string => {
  const [value, unit] =
    bytes < KIB
      ? [bytes, "byte"]
      : bytes < KIB ** 2
        ? [bytes / KIB, "kilobyte"]
        : bytes < KIB ** 3
          ? [bytes / KIB ** 2, "megabyte"]
          : [bytes / KIB ** 3, "gigabyte"];
  return inFigures(value, language, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 });
};

const familyNames: Readonly<Record<Language, Readonly<Record<Family, string>>>> = {
  fr: {
    pdf: "PDF",
    image: "images",
    word: "documents Word",
    spreadsheet: "feuilles de calcul",
    slides: "présentations",
    text: "textes",
    video: "vidéos",
    zip: "archives ZIP",
  },
  en: {
    pdf: "PDF",
    image: "images",
    word: "Word documents",
    spreadsheet: "spreadsheets",
    slides: "presentations",
    text: "plain text",
    video: "videos",
    zip: "ZIP archives",
  },
};

/** The accepted types as a sentence's end: `PDF or images`. */
export const typesInWords = (patterns: readonly string[], language: LanguageTag): string => {
  const families = [...new Set(acceptedTypes(patterns).map(({ family }) => family))];
  return new Intl.ListFormat(language, { type: "disjunction" }).format(
    families.map((family) => familyNames[languageIn(language)][family]),
  );
};
