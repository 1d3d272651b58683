import type { CustomField, CustomValue } from "../../../shared/entities/client.ts";
import { degrees, yesOrNo } from "./cell-values.ts";

/**
 * What a cell says of a custom field, where a list writes it otherwise than we keep it: `oui`, `1 234,50 $`,
 * `45.5, -73.6`. What cannot be read stays as it is, for the check against the client's type to refuse.
 * @param currency of amounts that name none (ISO 4217)
 */
export const customValue = ({ kind }: Pick<CustomField, "kind">, text: string, currency: string): CustomValue => {
  switch (kind) {
    case "boolean":
      return yesOrNo(text) ?? text;
    case "number":
      return decimalNumber(text) ?? text;
    case "money":
      return money(text, currency) ?? text;
    case "location":
      return location(text) ?? text;
    default:
      return text;
  }
};

/** A number as spreadsheets of either language write it: `1 234,5`, `1,234.5`, `1'234.5`; with a decimal point. */
const plainNumber = (text: string): string | undefined => {
  const plain = text.replace(/[\s'’]/g, "").replace("\u2212", "-");
  const grouped = /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/.test(plain) ? plain.replaceAll(",", "") : plain.replace(",", ".");
  return /^[+-]?\d{1,15}(?:\.\d+)?$/.test(grouped) ? grouped : undefined;
};

const decimalNumber = (text: string): number | undefined => {
  const plain = plainNumber(text);
  return plain === undefined ? undefined : Number(plain);
};

/** In the smallest coin of its currency; what is finer is no amount. */
const money = (text: string, currency: string): { amount: number; currency: string } | undefined => {
  const [, before, written = "", after] = /^(?:([A-Z]{3})\s*)?(.*?)(?:\s*([A-Z]{3}))?$/s.exec(text) ?? [];
  const code = before ?? after ?? currency;
  const plain = plainNumber(written.replace(/^[$€£]|[$€£]$/g, ""));
  const [whole = "", fraction = ""] = plain?.split(".") ?? [];
  const decimals = decimalsOf(code);
  if (plain === undefined || fraction.length > decimals) return undefined;
  const amount = Number(whole + fraction.padEnd(decimals, "0"));
  return Number.isSafeInteger(amount) ? { amount, currency: code } : undefined;
};

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
  const decimals = decimalsOf(value.currency);
  return `${(value.amount / 10 ** decimals).toFixed(decimals)} ${value.currency}`;
};
