import type { Account } from "../entities/account.ts";
import { logoPath } from "../entities/document.ts";
import { type LanguageTag, languageIn } from "../messaging/language.ts";
import { type Accent, accentOf, ourAccent } from "./accent.ts";

/** What a page or an e-mail shows of the business that it speaks for. */
export interface Letterhead {
  name: string;
  /** Where its logo is; what stands in its place is the name. */
  logo?: string;
  accent: Accent;
  phone?: { e164: string; shown: string };
  website?: string;
  /** Of several lines. */
  postalAddress?: string;
}

/** What is known of a business by whoever writes for it. */
export type Business = Pick<Account, "name"> &
  Partial<
    Pick<Account, "id" | "country" | "logo" | "accentColor" | "phone" | "phoneShown" | "website" | "postalAddress">
  >;

/** @param origin where pictures live, without a slash at the end; empty for pages, which live there themselves */
export const letterheadOf = (account: Business, origin: string): Letterhead => {
  const { name, id, logo, accentColor, phone, phoneShown, website, postalAddress } = account;
  return {
    name,
    accent: accentColor ? accentOf(accentColor) : ourAccent,
    ...(id && logo ? { logo: `${origin}${logoPath(id, logo)}` } : {}),
    ...(phone ? { phone: { e164: phone, shown: phoneShown ?? phone } } : {}),
    ...(website ? { website } : {}),
    ...(postalAddress ? { postalAddress } : {}),
  };
};

/** `514 555-0199`: without the brackets that only English puts around the area code. */
export const phoneInWords = ({ shown }: { shown: string }, language: LanguageTag): string =>
  (languageIn(language) === "fr" ? shown.replace(/^\((\d{3})\) /, "$1 ") : shown).replaceAll(" ", "\u00a0");

/** `garage.example`, as people say it. */
export const websiteInWords = (website: string): string =>
  website.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
