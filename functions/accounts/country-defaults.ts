interface CountryDefaults {
  currency: string;
  /** Where most people of the country live. */
  timeZone: string;
  /** The one of the two languages our texts exist in that is nearer to the country. */
  language: string;
}

const of = (currency: string, timeZone: string, language: string): CountryDefaults => ({
  currency,
  timeZone,
  language,
});

/** What a new account starts with when it says no more than its country (ISO 3166-1); elsewhere it has to say. */
export const countryDefaults: Readonly<Record<string, CountryDefaults>> = {
  AT: of("EUR", "Europe/Vienna", "en"),
  AU: of("AUD", "Australia/Sydney", "en"),
  BE: of("EUR", "Europe/Brussels", "fr"),
  CA: of("CAD", "America/Toronto", "en"),
  CH: of("CHF", "Europe/Zurich", "fr"),
  CI: of("XOF", "Africa/Abidjan", "fr"),
  DE: of("EUR", "Europe/Berlin", "en"),
  DZ: of("DZD", "Africa/Algiers", "fr"),
  ES: of("EUR", "Europe/Madrid", "en"),
  FR: of("EUR", "Europe/Paris", "fr"),
  GB: of("GBP", "Europe/London", "en"),
  IE: of("EUR", "Europe/Dublin", "en"),
  IT: of("EUR", "Europe/Rome", "en"),
  LU: of("EUR", "Europe/Luxembourg", "fr"),
  MA: of("MAD", "Africa/Casablanca", "fr"),
  MC: of("EUR", "Europe/Monaco", "fr"),
  NL: of("EUR", "Europe/Amsterdam", "en"),
  NZ: of("NZD", "Pacific/Auckland", "en"),
  PT: of("EUR", "Europe/Lisbon", "en"),
  SN: of("XOF", "Africa/Dakar", "fr"),
  TN: of("TND", "Africa/Tunis", "fr"),
  US: of("USD", "America/New_York", "en"),
};
