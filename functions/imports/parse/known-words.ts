import { getCountries } from "libphonenumber-js/min";
import { lazy } from "../../../shared/lazy.ts";
import { fold } from "../../../shared/text/fold.ts";

/** Languages in which files name countries and languages. */
const FILE_LANGUAGES = ["fr", "en", "nl", "de", "es", "it", "pt"];

/** Names in use that the language data does not hold, folded. */
const MORE_COUNTRIES: Readonly<Record<string, string>> = {
  usa: "US",
  "etats unis d amerique": "US",
  "united states of america": "US",
  eu: "US",
  eua: "US",
  uk: "GB",
  "great britain": "GB",
  "grande bretagne": "GB",
  england: "GB",
  angleterre: "GB",
  scotland: "GB",
  ecosse: "GB",
  hollande: "NL",
  holland: "NL",
  "the netherlands": "NL",
  "republique tcheque": "CZ",
  "czech republic": "CZ",
  "cote d ivoire": "CI",
  turquie: "TR",
  turkey: "TR",
  quebec: "CA",
};
const MORE_LANGUAGES: Readonly<Record<string, string>> = {
  flamand: "nl",
  flemish: "nl",
  vlaams: "nl",
  mandarin: "zh",
  f: "fr",
  n: "nl",
  a: "en",
  e: "en",
};

/** Three-letter codes (ISO 3166-1 alpha-3) of the countries that lists of our accounts name. */
const ALPHA_3 =
  "CAN CA USA US BEL BE FRA FR CHE CH LUX LU NLD NL DEU DE GBR GB ITA IT ESP ES PRT PT IRL IE AUT AT DNK DK SWE SE NOR NO FIN FI POL PL CZE CZ GRC GR ROU RO HUN HU BGR BG HRV HR SVN SI SVK SK TUR TR MAR MA DZA DZ TUN TN EGY EG SEN SN CIV CI CMR CM COD CD COG CG GAB GA MLI ML BFA BF BEN BJ TGO TG GIN GN NER NE TCD TD RWA RW BDI BI MDG MG MUS MU HTI HT DOM DO MEX MX BRA BR ARG AR CHL CL COL CO PER PE VEN VE CUB CU LBN LB ISR IL JOR JO SYR SY IRQ IQ IRN IR SAU SA ARE AE QAT QA KWT KW IND IN PAK PK BGD BD LKA LK CHN CN JPN JP KOR KR VNM VN THA TH PHL PH IDN ID MYS MY SGP SG HKG HK TWN TW AUS AU NZL NZ ZAF ZA NGA NG KEN KE GHA GH ETH ET UKR UA RUS RU BLR BY SRB RS BIH BA ALB AL MKD MK MNE ME KOS XK EST EE LVA LV LTU LT ISL IS MLT MT CYP CY MCO MC AND AD LIE LI SMR SM".split(
    " ",
  );

const countries = lazy(() => {
  const codes = getCountries();
  const names = namesOf("region", codes);
  return new Map([
    ...names,
    ...ALPHA_3.flatMap((code, at) => (at % 2 === 0 ? [[code.toLowerCase(), ALPHA_3[at + 1] ?? code] as const] : [])),
    ...codes.map((code) => [code.toLowerCase(), code] as const),
    ...Object.entries(MORE_COUNTRIES),
  ]);
});

const languages = lazy(() => {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const codes = letters.flatMap((first) => letters.map((second) => first + second)).filter(isLanguage);
  return new Map([
    ...namesOf("language", codes),
    ...codes.map((code) => [code, code] as const),
    ...Object.entries(MORE_LANGUAGES),
  ]);
});

/** The two-letter code (ISO 3166-1) of a country written by its code or its name. */
export const countryCode = (text: string): string | undefined => {
  const name = fold(text);
  // « Canada (CA) », « Belgique / België »
  return (
    countries().get(name) ??
    countries().get(name.replaceAll(" ", "")) ??
    countries().get(fold(text.split(/[(/|-]/)[0] ?? ""))
  );
};

/** The code (ISO 639-1) of a language written by its name, a code or a locale: `Français`, `fra`, `fr-CA`, `Anglais (Canada)`. */
export const languageCode = (text: string): string | undefined => {
  const words = fold(text);
  const first = words.split(" ")[0] ?? "";
  return languages().get(words) ?? languages().get(first) ?? languages().get(canonical(first) ?? "");
};

const namesOf = (type: "region" | "language", codes: readonly string[]): Map<string, string> => {
  const names = new Map<string, string>();
  for (const style of ["long", "short"] as const) {
    for (const language of FILE_LANGUAGES) {
      const inLanguage = new Intl.DisplayNames(language, { type, style, fallback: "none" });
      for (const code of codes) {
        const name = fold(inLanguage.of(code) ?? "");
        if (name !== "" && !names.has(name)) names.set(name, code);
      }
    }
  }
  return names;
};

/** A code that the language data names and that is not an old one for another (`iw` is `he`). */
const isLanguage = (code: string): boolean => canonical(code) === code && englishNames().of(code) !== undefined;

const canonical = (code: string): string | undefined =>
  /^[a-z]{2,3}$/.test(code) ? Intl.getCanonicalLocales(code)[0] : undefined;

const englishNames = lazy(() => new Intl.DisplayNames("en", { type: "language", fallback: "none" }));
