import type { CustomField, CustomValue } from "../../../shared/entities/client.ts";
import { degrees, yesOrNo } from "./cell-values.ts";
import type { ImportLanguage } from "./imported-client.ts";

/** How the business writes: its language decides what a lone comma is, its currency (ISO 4217) what an amount is in. */
export interface Habits {
  language: ImportLanguage;
  currency: string;
}

/**
 * What a cell says of a custom field, where a list writes it otherwise than we keep it: `oui`, `1 234,50 $`,
 * `45.5, -73.6`. What cannot be read stays as it is, for the check against the client's type to refuse.
 */
export const customValue = ({ kind }: Pick<CustomField, "kind">, text: string, habits: Habits): CustomValue => {
  switch (kind) {
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

/**
 * A number as spreadsheets of either language write it: `1 234,5`, `1,234.5`, `1'234.5`; with a decimal point. `1,234` is
 * what it is in the account's language: a thousand and more in English, little more than one in French.
 */
const plainNumber = (text: string, { language }: Habits): string | undefined => {
  const plain = text.replace(/[\s'’]/g, "").replace("\u2212", "-");
  const groups = language === "en" ? /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/ : /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/;
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
  const plain = plainNumber(written.replace(/^[$€£]|[$€£]$/g, ""), habits);
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
