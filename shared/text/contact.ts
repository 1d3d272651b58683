import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  PhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";
import { isWellFormedE164 } from "./e164.ts";
import { withoutExtension } from "./phone-extension.ts";

export interface Phone {
  /** `+15145551212` (ITU-T E.164). */
  e164: string;
  /** As it is dialled inside its country: `(514) 555-1212`. */
  national: string;
  /** As it is read abroad, digits in groups: `+1 514 555 1212`. */
  international: string;
}

const E164 = /^\+[1-9]\d{6,14}$/;
const DIALLED = /^[\d\s()+.\-/·‐-―\u2212]+$/u;

/**
 * A phone number as people type it, read with a default region (ISO 3166-1 alpha-2) when it has no country code.
 * `undefined` when it cannot be a number: letters, or digits that its country does not have. Numbering plans change faster
 * than libraries: with its country code in front, a number of possible length will do. An extension is dropped, E.164 has
 * none.
 */
export const phoneNumber = (text: string, defaultRegion: string): Phone | undefined => {
  const region = regionOf(defaultRegion);
  const found = readE164(text, region) ?? readTyped(text, region);
  if (!found) return undefined;
  return {
    e164: found.number,
    // Most callers want the number alone, and formatting takes longer than reading.
    get national() {
      return found.formatNational();
    },
    get international() {
      return found.formatInternational().replace(/[^+\d]+/g, " ");
    },
  };
};

/** The number alone, as it is stored. Most programs send it so, and those of most accounts need no library to be read. */
export const e164Of = (text: string, defaultRegion: string): string | undefined =>
  isWellFormedE164(text) ? text : phoneNumber(text, defaultRegion)?.e164;

/**
 * A number as it is stored, which is what most programs send: five times as fast as looking for one in a text. Several
 * countries share `+1`; where the number may be one of the region's, nobody need find out which other country has it.
 */
const readE164 = (text: string, region: CountryCode | undefined): PhoneNumber | undefined => {
  if (!E164.test(text)) return undefined;
  const number = numberOf(text);
  if (!number) return undefined;
  if (!number.country && region && number.countryCallingCode === getCountryCallingCode(region)) number.country = region;
  return number.isValid() ? number : undefined;
};

/** Undefined for a calling code that no country has: the library throws at it. */
const numberOf = (text: string): PhoneNumber | undefined => {
  try {
    return new PhoneNumber(text);
  } catch {
    return undefined;
  }
};

const readTyped = (text: string, region: CountryCode | undefined): PhoneNumber | undefined => {
  const dialled = withoutExtension(text.trim().replace(/^tel:/i, ""));
  return DIALLED.test(dialled) ? read(dialled, region) : undefined;
};

const read = (dialled: string, region: CountryCode | undefined): PhoneNumber | undefined => {
  const here = parsePhoneNumberFromString(dialled, region);
  if (here?.isValid()) return here;
  const abroad = dialled.includes("+") ? undefined : parsePhoneNumberFromString(withPlus(dialled) ?? "");
  if (abroad?.isValid()) return abroad;
  return dialled.startsWith("+") && here?.isPossible() ? here : undefined;
};

/**
 * The same number with the `+` it may have lost: spreadsheets turn `+32475123456` into the number 32475123456, and people
 * write `00` where their account's country dials `011`.
 */
const withPlus = (dialled: string): string | undefined => {
  const digits = dialled.replace(/\D/g, "").replace(/^00/, "");
  return digits.length < 11 || digits.startsWith("0") ? undefined : `+${digits}`;
};

const regionOf = (region: string): CountryCode | undefined => {
  const code = region.trim().toUpperCase();
  return isSupportedCountry(code) ? code : undefined;
};
