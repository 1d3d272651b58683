import { toCentimetre } from "../geo/degrees.ts";
import { currencies } from "../text/iso-codes.ts";
import { LINES, ONE_LINE, readable, readableLines } from "../text/readable.ts";
import type { ClientType, CustomField, CustomValue, LatLng } from "./client.ts";
import type { ClientMistake } from "./client-mistakes.ts";

/** How contact data is read: libraries of half a million numbers are loaded only where a client is written. */
export interface ContactReader {
  email(text: string): string | undefined;
  phone(text: string, region: string): string | undefined;
}

/** Notes a mistake where it stands. */
type Refuse = (pointer: string, mistake: ClientMistake) => undefined;

interface FieldTerms {
  type: ClientType | undefined;
  contact: ContactReader;
  /** The default region of phone numbers. */
  country: string;
  /** What the fields held so far, under the same type; none for a new client. */
  known?: Readonly<Record<string, CustomValue>> | undefined;
}

/**
 * The custom fields of a client in their stored form, checked against its type; what does not fit is refused. What stays as
 * it was is not looked at again: the type may have changed since, and nobody is to answer for that who changes a phone.
 */
export const customFields = (
  given: Record<string, unknown>,
  { type, contact, country, known }: FieldTerms,
  refuse: Refuse,
): Record<string, CustomValue> => {
  if (!type && isEmpty(given)) return {};
  const declared = new Map((type?.sections ?? []).flatMap(({ fields }) => fields).map((field) => [field.key, field]));
  const values: Record<string, CustomValue> = {};
  for (const [key, value] of Object.entries(given)) {
    const pointer = `/fields/${key}`;
    if (value === null || value === undefined || value === "") continue;
    const before = known?.[key];
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(value)) {
      values[key] = before;
      continue;
    }
    const field = declared.get(key);
    if (type && !field) {
      refuse(pointer, { kind: "no-such-field", type: type.name, key });
      continue;
    }
    const read = field ? readCustom(field, value, contact, country) : anyValue(value);
    if (read !== undefined) values[key] = read;
    else refuse(pointer, field ? { kind: "not-of-its-kind", field } : { kind: "no-value", key });
  }
  for (const field of declared.values()) {
    const wasMissing = known !== undefined && known[field.key] === undefined;
    if (field.required && values[field.key] === undefined && !wasMissing)
      refuse(`/fields/${field.key}`, { kind: "required", field });
  }
  return values;
};

const isEmpty = (object: object): boolean => {
  for (const _ in object) return false;
  return true;
};

/** Without a type there are no fields to say what a value should be: any that one could hold will do. */
const anyValue = (value: unknown): CustomValue | undefined => {
  if (typeof value === "string") {
    const text = readableText(value, true);
    return text !== undefined && text.length <= LONGEST.long_text ? text : undefined;
  }
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return isStorable(value) ? value : undefined;
  if (isMoney(value)) return moneyOf(value);
  if (isLatLng(value)) return placeOf(value);
  const isList = Array.isArray(value) && value.length <= MOST_CHOICES;
  return isList && value.every((one) => typeof one === "string" && one.length <= LONGEST.text) ? value : undefined;
};

/** Characters. */
export const LONGEST = { text: 500, long_text: 10_000 } as const;
const MOST_CHOICES = 100;

/** Within what DynamoDB holds and a double tells apart: more than any business counts, or finer. */
const isStorable = (value: number): boolean =>
  value === 0 || (Math.abs(value) <= Number.MAX_SAFE_INTEGER && Math.abs(value) >= 1e-12);

/** A text without what nobody sees; none with control characters. A line break in what is one line is a blank. */
const readableText = (value: string, several: boolean): string | undefined => {
  const text = several ? readableLines(value) : readable(value.replace(/[\r\n\u2028\u2029]+/g, " "));
  return (several ? LINES : ONE_LINE).test(text) ? text : undefined;
};

/** The stored form of a custom value, or undefined when it is not of its kind. */
const readCustom = (
  field: CustomField,
  value: unknown,
  contact: ContactReader,
  country: string,
): CustomValue | undefined => {
  const text = typeof value === "string" ? readableText(value, field.kind === "long_text") : undefined;
  switch (field.kind) {
    case "text":
      return text !== undefined && text.length <= LONGEST.text ? text : undefined;
    case "long_text":
      return text !== undefined && text.length <= LONGEST.long_text ? text : undefined;
    case "file":
      return text;
    case "number": {
      const number = typeof value === "number" ? value : Number(text?.replace(",", ".") || Number.NaN);
      return isStorable(number) ? number : undefined;
    }
    case "money":
      return isMoney(value) ? moneyOf(value) : undefined;
    case "date":
      return text && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : text === "true" ? true : text === "false" ? false : undefined;
    case "choice":
      return text !== undefined && field.options?.includes(text) ? text : undefined;
    case "multi_choice": {
      const chosen = Array.isArray(value) ? value.map(String) : text?.split(",").map((part) => part.trim());
      return chosen?.every((option) => field.options?.includes(option)) ? chosen : undefined;
    }
    case "phone":
      return text && contact.phone(text, country);
    case "email":
      return text && contact.email(text);
    case "location":
      return isLatLng(value) ? placeOf(value) : undefined;
  }
};

const isMoney = (value: unknown): value is { amount: number; currency: string } =>
  typeof value === "object" &&
  value !== null &&
  "amount" in value &&
  Number.isSafeInteger(value.amount) &&
  "currency" in value &&
  typeof value.currency === "string" &&
  currencies.includes(value.currency);

const moneyOf = ({ amount, currency }: { amount: number; currency: string }) => ({ amount, currency });

const isLatLng = (value: unknown): value is LatLng =>
  typeof value === "object" &&
  value !== null &&
  "lat" in value &&
  typeof value.lat === "number" &&
  "lng" in value &&
  typeof value.lng === "number" &&
  Math.abs(value.lat) <= 90 &&
  Math.abs(value.lng) <= 180;

/** To the centimetre, as an address has it. */
const placeOf = ({ lat, lng }: LatLng): LatLng => ({ lat: toCentimetre(lat), lng: toCentimetre(lng) });
