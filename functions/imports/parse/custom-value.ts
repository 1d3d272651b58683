import type { CustomField, CustomValue } from "../../../shared/entities/client.ts";
import { fold } from "../../../shared/text/fold.ts";
import { degrees, yesOrNo } from "./cell-values.ts";
import { dateOrder, readDate } from "./dates.ts";
import { emailsOfCell } from "./email-cell.ts";
import type { ImportLanguage } from "./imported-client.ts";
import { phonesOfCell } from "./phone-cell.ts";

/** How the business writes: its language decides what a lone comma is, its currency (ISO 4217) what an amount is in. */
export interface Habits {
  language: ImportLanguage;
  currency: string;
  /** ISO 3166-1 alpha-2: whether `03/04/2026` is in March or in April, and where phones are dialled. */
  country: string;
}

/**
 * What a cell says of a custom field, where a list writes it otherwise than we keep it: `oui`, `1 234,50 $`,
 * `45.5, -73.6`. What cannot be read stays as it is, for the check against the client's type to refuse.
 */
export const customValue = (
  { kind, options = [] }: Pick<CustomField, "kind" | "options">,
  text: string,
  habits: Habits,
): CustomValue => {
  switch (kind) {
    case "date":
      return readDate(text, dateOrder(habits.country, habits.language)) ?? text;
    case "choice":
      return optionOf(text, options) ?? text;
    case "multi_choice":
      return optionsOf(text, options) ?? text;
    case "phone":
      return phonesOfCell(text, habits.country)[0]?.number ?? text;
    case "email":
      return emailsOfCell(text)[0]?.address ?? text;
    case "boolean":
      return yesOrNo(text) ?? text;
    case "number":
      return decimalNumber(text, habits) ?? text;
    case "money":
      return money(text, habits) ?? text;
    case "location":
      return location(text) ?? text;
    default:
      return text;
  }
};

/** The option that is meant, whatever its case and accents. */
const optionOf = (text: string, options: readonly string[]): string | undefined =>
  options.find((option) => option === text) ?? options.find((option) => fold(option) === fold(text));

/** Undefined when one of them is none. An option may hold a comma itself. */
const optionsOf = (text: string, options: readonly string[]): string[] | undefined => {
  for (const between of [/:::|[;\n|]/, /:::|[;,\n|]|\s\/\s/]) {
    const chosen = text
      .split(between)
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map((part) => optionOf(part, options));
    if (chosen.every((option) => option !== undefined)) return [...new Set(chosen)];
  }
  return undefined;
};

/**
 * A number as spreadsheets of either language write it: `1 234,5`, `1.234,5`, `1,234.5`, `1'234.5`; with a decimal point. `1,234` is
 * what it is in the account's language: a thousand and more in English, little more than one in French.
 */
const plainNumber = (text: string, { language }: Habits): string | undefined => {
  const plain = text.replace(/[\s'’]/g, "").replace("\u2212", "-");
  const groups = language === "en" ? /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/ : /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/;
  if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d+$|^[+-]?\d{1,3}(?:\.\d{3}){2,}$/.test(plain))
    return plain.replaceAll(".", "").replace(",", ".");
  const grouped = groups.test(plain) ? plain.replaceAll(",", "") : plain.replace(",", ".");
  return /^[+-]?\d{1,15}(?:\.\d+)?$/.test(grouped) ? grouped : undefined;
};

const decimalNumber = (text: string, habits: Habits): number | undefined => {
  const plain = plainNumber(text, habits);
  return plain === undefined ? undefined : Number(plain);
};

/** In the smallest coin of its currency; what is finer is no amount. */
const money = (text: string, habits: Habits): { amount: number; currency: string } | undefined => {
  const [, before, written = "", after] = /^(?:([A-Z]{3})\s*)?(.*?)(?:\s*([A-Z]{3}))?$/s.exec(text) ?? [];
  const [sign] = /^[$€£]|[$€£]$/.exec(written) ?? [];
  const named = before ?? after;
  const code = named ?? (sign ? currencyOf(sign, habits) : habits.currency);
  if (!code) return undefined;
  const unsigned = written.replace(/^[$€£]\s*|\s*[$€£]$/g, "");
  // No coin has thousandths in these currencies: `1.234 €` is more than a thousand.
  const inGroups = decimalsOf(code) < 3 && /^[+-]?\d{1,3}\.\d{3}$/.test(unsigned);
  const plain = plainNumber(inGroups ? unsigned.replace(".", "") : unsigned, habits);
  const [whole = "", fraction = ""] = plain?.split(".") ?? [];
  const decimals = decimalsOf(code);
  if (plain === undefined || fraction.length > decimals) return undefined;
  const amount = Number(whole + fraction.padEnd(decimals, "0"));
  return Number.isSafeInteger(amount) ? { amount, currency: code } : undefined;
};

/** Undefined for a sign that does not tell in this business: many countries have dollars. */
const currencyOf = (sign: string, { currency }: Habits): string | undefined => {
  if (sign === "€") return "EUR";
  if (sign === "£") return "GBP";
  return DOLLARS.includes(currency) ? currency : undefined;
};

const DOLLARS = ["CAD", "USD", "AUD", "NZD", "SGD", "HKD", "MXN"];

const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

const location = (text: string): { lat: number; lng: number } | undefined => {
  const [, first = "", second = ""] = /^(-?[\d.]+)\s*[,;]\s*(-?[\d.]+)$/.exec(text) ?? [];
  const [lat, lng] = [degrees(first, 90), degrees(second, 180)];
  return lat === undefined || lng === undefined ? undefined : { lat, lng };
};

/** The text of a value, such as `customValue` reads it. */
export const customText = (value: CustomValue): string => {
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value !== "object") return String(value);
  if ("lat" in value) return `${value.lat}, ${value.lng}`;
  // Written before amounts were looked at closely: as it is, rather than no export at all.
  if (!Number.isSafeInteger(value.amount) || !/^[A-Z]{3}$/.test(value.currency)) return JSON.stringify(value);
  const decimals = decimalsOf(value.currency);
  return `${(value.amount / 10 ** decimals).toFixed(decimals)} ${value.currency}`;
};
