import { fold } from "../../../shared/text/fold.ts";
import { fieldPath, readField, type Target } from "./client-fields.ts";
import { foldedTitle, plainTitle, readTitle } from "./read-title.ts";

/** Column title → name of a client field (`email`, `addresses.0.city`, `fields.colour` …). */
export type Mapping = Record<string, string>;

export interface ProposedMapping {
  mapping: Mapping;
  /** Titles of the columns that nothing was found for: they are not imported unless somebody maps them. */
  unmapped: string[];
}

export interface CustomField {
  key: string;
  label: string;
}

/**
 * Guesses what the columns of a file are for from their titles, in French or English, whatever their accents, case and
 * punctuation; the titles of other programs' exports and those of our own included.
 */
export const proposeMapping = (
  headers: readonly string[],
  customFields: readonly CustomField[] = [],
): ProposedMapping => {
  const custom = new Map(customFields.flatMap(({ key, label }) => [label, key].map((title) => [fold(title), key])));
  const guesses = asAWhole(
    headers,
    headers.map((header) => guess(header, custom)),
  );
  const taken = new Set<string>();
  const mapping: Mapping = {};
  for (const [index, header] of headers.entries()) {
    const target = guesses[index];
    const path = target && freePath(target, taken);
    if (!path) continue;
    taken.add(path);
    mapping[header] = path;
  }
  return { mapping, unmapped: headers.filter((header) => !Object.hasOwn(mapping, header)) };
};

/** Whether a cell is a title of a column that we know, as it stands: a slip of the finger does not make one. */
export const isKnownTitle = (cell: string, customFields: readonly CustomField[] = []): boolean => {
  if (cell.length > LONGEST_TITLE) return false;
  const title = fold(cell);
  return (
    isBareName(cell) ||
    readTitle(cell, { misspelt: false }) !== undefined ||
    readField(cell.trim()) !== undefined ||
    customFields.some(({ key, label }) => fold(label) === title || fold(key) === title)
  );
};

const LONGEST_TITLE = 80;

const guess = (header: string, custom: ReadonlyMap<string, string>): Target | undefined => {
  const exact = readField(header.trim());
  if (exact) return exact;
  if (isBareName(header)) return { kind: "single", field: "name" };
  const plain = plainTitle(header);
  if (plain && plain !== "left-out") return isAmount(plain, header) ? undefined : plain;
  const key = custom.get(fold(header));
  if (key !== undefined) return { kind: "custom", key };
  const read = readTitle(header);
  return read === "left-out" || isAmount(read, header) ? undefined : read;
};

/** « Rabais $ » is an amount; a client has a percentage. */
const isAmount = (target: Target | undefined, header: string): boolean =>
  target?.kind === "single" && target.field === "discountPercent" && /[$€£]/.test(header);

const isBareName = (header: string): boolean =>
  /^(?:nom|noms|name|naam|(?:nom|name) (?:du |de la |of the )?(?:client|cliente|customer|contact|tiers)|(?:client|customer|contact|person|personne) name|name person|client|cliente|customer|nom name|name nom)$/.test(
    foldedTitle(header.replace(/\([^)]*\)/g, " ")),
  );

type Guesses = readonly (Target | undefined)[];

/** Titles whose meaning depends on those beside them. */
const asAWhole = (headers: readonly string[], guesses: Guesses): Guesses => {
  const has = (path: string) => guesses.some((target) => target !== undefined && fieldPath(target) === path);
  const hasAddress = guesses.some((target) => target?.kind === "address");
  const secondAddress = guesses.some(
    (target) => target?.kind === "address" && target.group === "2" && target.part !== "line1",
  );
  const isMailchimp = headers.some((header) => /^euid$/i.test(header.trim()));
  const isBrevo = headers.some((header) => /^(?:email|sms)_blacklist$/i.test(header.trim()));
  return guesses.map((target, index) => {
    const title = fold(headers[index] ?? "");
    // « Nom » is the family name beside a column of first names and none of family names, else the whole name.
    if (target?.kind === "single" && target.field === "name" && isBareName(headers[index] ?? ""))
      return has("firstName") && !has("lastName") ? { kind: "single", field: "lastName" } : target;
    // « N° » after « Rue » is the house's; elsewhere it counts the rows.
    const before = guesses[index - 1];
    if (!target && HOUSE_NUMBER.test(title) && isStreet(before)) return { ...before, part: "streetNumber" };
    // « Contact » beside « Entreprise » is a person's name.
    if (!target && CONTACT.test(title) && has("company") && !NAMES.some(has)) return { kind: "single", field: "name" };
    // « État » is a region among the parts of an address; elsewhere it says how things stand.
    if (!target && title === "etat" && hasAddress) return { kind: "address", group: "0", part: "region" };
    if (isBrevo && title === "sms") return { kind: "single", field: "mobile" };
    if (target?.kind !== "address") return target;
    // Where the sender's machine stood, not where the client lives.
    if (isMailchimp && /^(?:latitude|longitude|cc|region|timezone)$/.test(title)) return undefined;
    // « Adresse 2 » is the second line of an address, unless there is a « Ville 2 ».
    if (secondAddress && target.group === "0" && target.part === "line2" && / 2$/.test(title))
      return { ...target, group: "2", part: "line1" };
    return target;
  });
};

const HOUSE_NUMBER = /^(?:no|n|nr|num|numero|number)$/;
const CONTACT =
  /^(?:(?:nom du |main |primary )?contact(?: principal| name)?|personne ressource|interlocuteur|interlocutrice)$/;
const NAMES = ["name", "firstName", "lastName"];

const isStreet = (target: Target | undefined): target is Extract<Target, { kind: "address" }> =>
  target?.kind === "address" && target.part === "line1";

/** Columns that may be several: their values are gathered. */
const isGathered = (target: Target): boolean =>
  (target.kind === "single" && ["otherEmails", "tags", "note"].includes(target.field)) ||
  (target.kind === "phone" && /^[a-z]/.test(target.group)) ||
  target.kind === "subscription";

/** A second column of e-mail addresses or mobiles goes to the other ones; a second one of anything else is left out. */
const freePath = (target: Target, taken: ReadonlySet<string>): string | undefined => {
  const path = fieldPath(target);
  if (!taken.has(path) || isGathered(target)) return path;
  if (path === "email") return "otherEmails";
  if (path === "mobile") return "phones.mobile.number";
  return target.kind === "phone" && target.part === "number" ? "phones.other.number" : undefined;
};
