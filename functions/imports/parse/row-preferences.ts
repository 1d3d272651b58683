import type { Problem } from "../words.ts";
import { percentage, tagsOf } from "./cell-values.ts";
import { consentOf } from "./consent-values.ts";
import { type ImportedClient, type ImportedConsent, type ImportedSubscriptions, LONGEST } from "./imported-client.ts";
import { languageCode } from "./known-words.ts";
import { type Cell, type CellOf, filled, limited, type Report, type RowCells } from "./row-cells.ts";

type Preferences = Pick<
  ImportedClient,
  "language" | "tags" | "note" | "discountPercent" | "subscriptions" | "consents" | "fields"
>;

/** Everything else a row can say. Several columns of tags or notes are put together. */
export const preferencesIn = (cells: RowCells, report: Report): Preferences => {
  const note = cells.of("note");
  return filled<Preferences>({
    language: readOr(cells.of("language")[0], languageCode, "language", report),
    tags: tagsIn(cells.of("tags"), report),
    note: note[0] && limited(note[0], LONGEST.note, report, note.map(({ value }) => value).join("\n")),
    discountPercent: readOr(cells.of("discountPercent")[0], percentage, "discount", report),
    ...consentIn(cells.subscriptions, report),
    fields: fieldsIn(cells.custom, report),
  });
};

type SimpleKind = Extract<Problem["kind"], "language" | "discount" | "yes-or-no">;

const readOr = <T>(
  cell: Cell | undefined,
  read: (text: string) => T | undefined,
  kind: SimpleKind,
  report: Report,
): T | undefined => {
  const value = cell && read(cell.value);
  if (cell && value === undefined) report(cell, { kind });
  return value;
};

const tagsIn = (cells: readonly Cell[], report: Report): string[] => {
  for (const cell of cells) for (const tag of tagsOf(cell.value)) limited(cell, LONGEST.tag, report, tag);
  return tagsOf(cells.flatMap(({ value }) => [...tagsOf(value), ""]).join(" ::: "));
};

/** What the columns of consent say. Where two speak of the same, one refusal is enough. */
const consentIn = (
  cells: readonly CellOf<"subscription">[],
  report: Report,
): Pick<ImportedClient, "subscriptions" | "consents"> => {
  const subscriptions: ImportedSubscriptions = {};
  const consents: ImportedConsent[] = [];
  for (const cell of cells) {
    const { channel, purpose, refusal } = cell.target;
    const given = readOr(cell, (text) => consentOf(text, refusal), "yes-or-no", report);
    if (given === undefined || given === "nothing") continue;
    const before = subscriptions[channel]?.[purpose] ?? true;
    subscriptions[channel] = { ...subscriptions[channel], [purpose]: before && given };
    consents.push({ channel, purpose, given, title: cell.header, value: cell.value });
  }
  return consents.length > 0 ? { subscriptions, consents } : {};
};

const fieldsIn = (cells: readonly CellOf<"custom">[], report: Report): Record<string, string> | undefined => {
  const fields = cells.flatMap((cell): [string, string][] => {
    const value = limited(cell, LONGEST.field, report);
    return value === undefined ? [] : [[cell.target.key, value]];
  });
  return fields.length > 0 ? Object.fromEntries(fields) : undefined;
};
