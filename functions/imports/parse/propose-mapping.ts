import { lazy } from "../../../shared/lazy.ts";
import { fold } from "../../../shared/text/fold.ts";
import { fieldPath, readField, type Target } from "./client-fields.ts";
import { headerWords } from "./header-words.ts";
import { readNumberedTitle } from "./numbered-title.ts";
import { isOneSlipAway } from "./one-slip.ts";

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

const words = lazy(headerWords);

/**
 * Guesses what the columns of a file are for from their titles, in French or English, whatever their accents, case and
 * punctuation, with a slip of the pen in longer ones; Google Contacts' titles and those of our own export included.
 */
export const proposeMapping = (
  headers: readonly string[],
  customFields: readonly CustomField[] = [],
): ProposedMapping => {
  const custom = new Map(customFields.flatMap(({ key, label }) => [label, key].map((title) => [fold(title), key])));
  const guesses = headers.map((header) => guess(header, custom));
  const guessed = (field: string) => guesses.some((target) => target?.kind === "single" && target.field === field);
  const bare = guessed("firstName") && !guessed("lastName") ? "lastName" : "name";
  const taken = new Set<string>();
  const mapping: Mapping = {};
  for (const [index, header] of headers.entries()) {
    const target: Target | undefined =
      guesses[index] ?? (isBareName(header) ? { kind: "single", field: bare } : undefined);
    const path = target && freePath(target, taken);
    if (!path) continue;
    taken.add(path);
    mapping[header] = path;
  }
  return { mapping, unmapped: headers.filter((header) => !Object.hasOwn(mapping, header)) };
};

/** « Nom » is the family name beside a column of first names and none of family names, else the whole name. */
const isBareName = (header: string): boolean =>
  /^(?:nom|name|(?:nom|name) (?:du |de la |of the )?(?:client|cliente|customer|contact)|(?:client|customer|contact) name)$/.test(
    fold(header),
  );

/** Columns that may be several: their values are gathered. */
const GATHERED = new Set(["otherEmails", "tags", "note"]);

/** A second column of e-mail addresses or mobiles goes to the other ones; a second one of anything else is left out. */
const freePath = (target: Target, taken: ReadonlySet<string>): string | undefined => {
  const path = fieldPath(target);
  if (!taken.has(path) || GATHERED.has(path)) return path;
  if (path === "email") return "otherEmails";
  if (path === "mobile" || target.kind === "phone") return freePhone(path === "mobile" ? "mobile" : "other", taken);
  return undefined;
};

const freePhone = (label: string, taken: ReadonlySet<string>): string | undefined => {
  const path = `phones.${label}.number`;
  return taken.has(path) ? undefined : path;
};

const guess = (header: string, custom: ReadonlyMap<string, string>): Target | undefined => {
  const title = fold(header);
  const key = custom.get(title);
  return (
    readField(header.trim()) ??
    readNumberedTitle(title) ??
    known(title) ??
    (key === undefined ? undefined : { kind: "custom", key }) ??
    (isBareName(header) ? undefined : loosely(title))
  );
};

const known = (title: string): Target | undefined => words().targets.get(title);

const FILLERS = new Set(
  "de du des d la le les l un une the of for a an client cliente clients customer contact principal principale primary main s no numero number nr".split(
    " ",
  ),
);

/** Without the words that say nothing, with the group taken off, and at last with one letter more, less or other. */
const loosely = (title: string): Target | undefined => {
  const telling = title.split(" ").filter((word) => !FILLERS.has(word));
  const label = telling.map((word) => words().labels.get(word)).find((found) => found !== undefined);
  const number = telling.find((word) => /^[1-9]\d?$/.test(word));
  const rest = telling.filter((word) => word !== number && !words().labels.has(word));
  return (
    known(telling.join(" ")) ??
    inGroup(known(rest.join(" ")), label ?? number, rest.length === 0 && label === "fax") ??
    misspelt(telling.join(" "))
  );
};

/** « Ville de facturation » is the city of the billing address; of what comes once only, a second one is another. */
const inGroup = (target: Target | undefined, group: string | undefined, isFax: boolean): Target | undefined => {
  if (isFax) return { kind: "phone", group: "fax", part: "number" };
  if (!target || group === undefined) return target;
  if (target.kind === "phone" || target.kind === "address") return { ...target, group };
  if (target.kind !== "single") return undefined;
  if (target.field === "email") return group === "1" ? target : { kind: "single", field: "otherEmails" };
  if (target.field === "mobile") return group === "1" ? target : { kind: "phone", group: "mobile", part: "number" };
  return undefined;
};

const misspelt = (title: string): Target | undefined => {
  if (title.length < 6) return undefined;
  for (const [right, target] of words().targets) if (right.length >= 6 && isOneSlipAway(title, right)) return target;
  return undefined;
};
