import type { Target } from "./client-fields.ts";

const TITLE = /^(e mail|email|courriel|phone|telephone|address|adresse) (\d{1,2}) (.+)$/;

const LABEL_TITLE = /^(?:label|type|libelle)$/;
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
 * `Phone 1 - Value`, `Adresse 2 - Ville`. `known` knows the parts of an address.
 */
export const readNumberedTitle = (title: string, known: (part: string) => Target | undefined): Target | undefined => {
  const [, thing, group, part] = TITLE.exec(title) ?? [];
  if (!thing || !group || !part) return undefined;
  if (/^(address|adresse)$/.test(thing)) {
    if (LABEL_TITLE.test(part)) return { kind: "address", group, part: "label" };
    const found = known(part);
    return found?.kind === "address" ? { ...found, group } : undefined;
  }
  if (/^(phone|telephone)$/.test(thing)) {
    const found = PHONE_TITLES[part];
    return found && { kind: "phone", group, part: found };
  }
  if (part !== "value") return undefined;
  return { kind: "single", field: Number(group) === 1 ? "email" : "otherEmails" };
};
