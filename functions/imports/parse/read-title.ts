import { lazy } from "../../../shared/lazy.ts";
import { fold } from "../../../shared/text/fold.ts";
import { fieldPath, readField, type Target } from "./client-fields.ts";
import { readConsentTitle } from "./consent-titles.ts";
import { KNOWN_EXPORTS } from "./known-exports.ts";
import { readNumberedTitle } from "./numbered-title.ts";
import { isOneSlipAway } from "./one-slip.ts";
import { titleWords } from "./title-words.ts";

/** What a title is for; `left-out` when it is known to be for nothing that we keep. */
export type ReadTitle = Target | "left-out" | undefined;

const words = lazy(titleWords);
const exported = lazy(
  () =>
    new Map(
      Object.values(KNOWN_EXPORTS).flatMap((titles) => Object.entries(titles).map(([title, path]) => [title, path])),
    ),
);

/**
 * Reads the title of a column as people and programs write it: with accents or without, `firstName` or `first_name`,
 * decorated (`Nom* (s.nom)`), with the way to it (`Emails / Primary Email`), of a group (`Rue (bureau) 2`).
 */
export const readTitle = (header: string, options: { misspelt: boolean } = { misspelt: true }): ReadTitle => {
  for (const title of readings(header)) {
    const found = exactly(title) ?? readConsentTitle(title) ?? wordByWord(title);
    if (found) return found;
  }
  const [title = ""] = readings(header);
  return inTwoLanguages(header) ?? (options.misspelt ? misspelt(title) : undefined);
};

/** « Ville/City »: what is said twice is meant once. */
const inTwoLanguages = (header: string): ReadTitle => {
  const [first, ...others] = header.split(/[/|]/).map(readTitleAlone);
  if (!first || first === "left-out" || others.length === 0) return undefined;
  const same = others.every((other) => other && other !== "left-out" && fieldPath(other) === fieldPath(first));
  return same ? first : undefined;
};

const readTitleAlone = (header: string): ReadTitle => {
  const title = foldedTitle(header);
  return exactly(title) ?? wordByWord(title);
};

/** A title that every list writes so, whatever an account calls its own fields. */
export const plainTitle = (header: string): ReadTitle => exactly(readings(header)[0] ?? "");

/** The title as it stands, then with less and less around it. */
const readings = (header: string): string[] => {
  const plain = header.replace(/\([a-z]{1,4}\.\w+\)/gi, " ");
  const parts = plain.split(/\s+[/>|]\s+/);
  const all = [
    plain,
    plain.replace(/\([^)]*\)|\[[^\]]*\]/g, " "),
    ...(parts.length > 1 ? [parts.slice(1).join(" ")] : []),
  ];
  return [...new Set(all.map(foldedTitle).filter((title) => title !== ""))];
};

/** « C.P. », « G.S.M. » */
const INITIALS = /(?<!\p{L})(?:\p{L}\.){2,}/gu;

/** A title without accents, punctuation and case; `firstName`, `Address1` and `first_name` are words like others. */
export const foldedTitle = (title: string): string =>
  fold(
    title
      .normalize("NFC")
      .replace(/^\s*\d{1,2}\s*[.)]\s+/, "")
      .replace(/n[°º]/gi, "no ")
      .replace(INITIALS, (letters) => letters.replaceAll(".", ""))
      .replace(/(\p{Ll})(\p{Lu}\p{Ll})/gu, "$1 $2")
      .replace(/(\p{L})(\d)/gu, "$1 $2"),
  );

const exactly = (title: string): ReadTitle => {
  const path = exported().get(title);
  if (path !== undefined) return path === "" ? "left-out" : readField(path);
  return readNumberedTitle(title, known) ?? known(title);
};

const known = (title: string): Target | undefined => words().targets.get(title);

/** Without the words that say nothing, and with the group and the number taken off. */
const wordByWord = (title: string): Target | undefined => {
  const { fillers, numberWords, labels } = words();
  const all = title.split(" ").filter((word) => !fillers.has(word));
  const telling = all.filter((word) => !numberWords.has(word));
  const counted = all.length > telling.length;
  const found = known(telling.join(" ")) ?? grouped(telling, labels) ?? partOfAddress(telling, labels);
  if (counted && telling.length === 1 && CALLED.test(telling[0] ?? "")) return grouped([...telling, "phone"], labels);
  return found && counted && !isCounted(found) ? undefined : found;
};

/** « Home number » */
const CALLED = /^(?:home|work|office|domicile|maison|bureau|travail)$/;

/** Phones, addresses and e-mails have numbers; the number of a tax, a type or a name is something else. */
const isCounted = (target: Target): boolean =>
  target.kind === "phone" || target.kind === "address" || (target.kind === "single" && target.field === "mobile");

/** « Address province code » */
const partOfAddress = (telling: readonly string[], labels: ReadonlyMap<string, string>): Target | undefined => {
  if (!telling.includes("address") && !telling.includes("adresse")) return undefined;
  const rest = telling.filter((word) => word !== "address" && word !== "adresse");
  const found = rest.length > 0 ? (known(rest.join(" ")) ?? grouped(rest, labels)) : undefined;
  return found?.kind === "address" ? found : undefined;
};

const grouped = (telling: readonly string[], labels: ReadonlyMap<string, string>): Target | undefined => {
  const label = telling.map((word) => labels.get(word)).find((found) => found !== undefined);
  const unlabelled = telling.filter((word) => !labels.has(word));
  const number = unlabelled.find((word) => /^[1-9]\d?$/.test(word));
  const rest = unlabelled.filter((word) => word !== number);
  return inGroup(known(unlabelled.join(" ")), label, undefined) ?? inGroup(known(rest.join(" ")), label, number);
};

/** « Ville de facturation » is the city of the billing address; of what comes once only, a second one is another. */
const inGroup = (
  target: Target | undefined,
  label: string | undefined,
  number: string | undefined,
): Target | undefined => {
  const group = label ?? number;
  if (!target || group === undefined) return target;
  if (target.kind === "phone") return target.group === "fax" ? target : { ...target, group };
  if (target.kind === "address") return { ...target, group };
  if (target.kind !== "single") return undefined;
  const isFirst =
    (label === undefined || label === "home" || label === "work") && (number === undefined || number === "1");
  if (target.field === "email") return isFirst ? target : { kind: "single", field: "otherEmails" };
  if (target.field === "mobile") return isFirst ? target : { kind: "phone", group: "mobile", part: "number" };
  return undefined;
};

/** Where a slip of the finger is read: a mistake there is seen in the cells, which do not fit. */
const MAY_BE_MISSPELT = new Set(["email", "mobile", "firstName", "lastName"]);

/** With one letter more, less or other. Never where that makes another word of it: « Department », « Portal ». */
const misspelt = (title: string): ReadTitle => {
  if (title.length < 6) return undefined;
  for (const [right, target] of words().targets) {
    const may = target.kind === "phone" || (target.kind === "single" && MAY_BE_MISSPELT.has(target.field));
    if (may && right.length >= 6 && isOneSlipAway(title, right)) return target;
  }
  return undefined;
};
