import type { AddressPart, Target } from "./client-fields.ts";

const TITLE = /^(e mail|email|courriel|phone|telephone|address|adresse) (\d{1,2}) (.+)$/;

const ADDRESS_TITLES: Readonly<Record<string, AddressPart>> = {
  label: "label",
  type: "label",
  libelle: "label",
  street: "line1",
  rue: "line1",
  "extended address": "line2",
  complement: "line2",
  "po box": "poBox",
  city: "city",
  ville: "city",
  region: "region",
  province: "region",
  "postal code": "postalCode",
  "code postal": "postalCode",
  country: "country",
  pays: "country",
  formatted: "formatted",
  latitude: "location.lat",
  longitude: "location.lng",
};
const PHONE_TITLES: Readonly<Record<string, "number" | "label">> = {
  value: "number",
  number: "number",
  numero: "number",
  label: "label",
  type: "label",
  libelle: "label",
};

/**
 * Reads a folded title of the form that Google Contacts and our own export use for what comes several times:
 * `Phone 1 - Value`, `Adresse 2 - Ville`.
 */
export const readNumberedTitle = (title: string): Target | undefined => {
  const [, thing, group, part] = TITLE.exec(title) ?? [];
  if (!thing || !group || !part) return undefined;
  if (/^(address|adresse)$/.test(thing)) {
    const found = ADDRESS_TITLES[part];
    return found && { kind: "address", group, part: found };
  }
  if (/^(phone|telephone)$/.test(thing)) {
    const found = PHONE_TITLES[part];
    return found && { kind: "phone", group, part: found };
  }
  if (part !== "value") return undefined;
  return { kind: "single", field: Number(group) === 1 ? "email" : "otherEmails" };
};
