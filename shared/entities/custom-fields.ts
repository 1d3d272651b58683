import type { ClientType, CustomField, CustomValue, LatLng } from "./client.ts";
import type { ClientMistake } from "./client-mistakes.ts";

/** How contact data is read: libraries of half a million numbers are loaded only where a client is written. */
export interface ContactReader {
  email(text: string): string | undefined;
  phone(text: string, region: string): string | undefined;
}

/** Notes a mistake where it stands. */
type Refuse = (pointer: string, mistake: ClientMistake) => undefined;

/** The custom fields of a client in their stored form, checked against its type; what does not fit is refused. */
export const customFields = (
  given: Record<string, unknown>,
  type: ClientType | undefined,
  contact: ContactReader,
  country: string,
  refuse: Refuse,
): Record<string, CustomValue> => {
  const declared = new Map((type?.sections ?? []).flatMap(({ fields }) => fields).map((field) => [field.key, field]));
  const values: Record<string, CustomValue> = {};
  for (const [key, value] of Object.entries(given)) {
    const pointer = `/fields/${key}`;
    if (value === null || value === undefined || value === "") continue;
    const field = declared.get(key);
    if (type && !field) {
      refuse(pointer, { kind: "no-such-field", type: type.name, key });
      continue;
    }
    const read = field ? readCustom(field, value, contact, country) : (value as CustomValue);
    if (read !== undefined) values[key] = read;
    else if (field) refuse(pointer, { kind: "not-of-its-kind", field });
  }
  for (const field of declared.values()) {
    if (field.required && values[field.key] === undefined) refuse(`/fields/${field.key}`, { kind: "required", field });
  }
  return values;
};

/** The stored form of a custom value, or undefined when it is not of its kind. */
const readCustom = (
  field: CustomField,
  value: unknown,
  contact: ContactReader,
  country: string,
): CustomValue | undefined => {
  const text = typeof value === "string" ? value.trim() : undefined;
  switch (field.kind) {
    case "text":
      return text !== undefined && text.length <= 500 ? text : undefined;
    case "long_text":
      return text !== undefined && text.length <= 10_000 ? text : undefined;
    case "file":
      return text;
    case "number": {
      const number = typeof value === "number" ? value : Number(text?.replace(",", ".") || Number.NaN);
      return Number.isFinite(number) ? number : undefined;
    }
    case "money":
      return isMoney(value) ? value : undefined;
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
      return isLatLng(value) ? value : undefined;
  }
};

const isMoney = (value: unknown): value is { amount: number; currency: string } =>
  typeof value === "object" &&
  value !== null &&
  "amount" in value &&
  Number.isSafeInteger(value.amount) &&
  "currency" in value &&
  typeof value.currency === "string";

const isLatLng = (value: unknown): value is LatLng =>
  typeof value === "object" &&
  value !== null &&
  "lat" in value &&
  typeof value.lat === "number" &&
  "lng" in value &&
  typeof value.lng === "number" &&
  Math.abs(value.lat) <= 90 &&
  Math.abs(value.lng) <= 180;
