import type { Problem } from "../words.ts";
import { percentage, tagsOf, yesOrNo } from "./cell-values.ts";
import { type ImportedClient, type ImportedSubscriptions, LONGEST } from "./imported-client.ts";
import { languageCode } from "./known-words.ts";
import { type Cell, type CellOf, filled, limited, type Report, type RowCells } from "./row-cells.ts";

type Preferences = Pick<ImportedClient, "language" | "tags" | "note" | "discountPercent" | "subscriptions" | "fields">;

/** Everything else a row can say. Several columns of tags or notes are put together. */
export const preferencesIn = (cells: RowCells, report: Report): Preferences => {
  const note = cells.of("note");
  return filled<Preferences>({
    language: readOr(cells.of("language")[0], languageCode, "language", report),
    tags: tagsIn(cells.of("tags"), report),
    note: note[0] && limited(note[0], LONGEST.note, report, note.map(({ value }) => value).join("\n")),
    discountPercent: readOr(cells.of("discountPercent")[0], percentage, "discount", report),
    subscriptions: subscriptionsIn(cells.subscriptions, report),
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

const subscriptionsIn = (
  cells: readonly CellOf<"subscription">[],
  report: Report,
): ImportedSubscriptions | undefined => {
  const subscriptions: ImportedSubscriptions = {};
  for (const cell of cells) {
    const answer = readOr(cell, yesOrNo, "yes-or-no", report);
    const { channel, purpose } = cell.target;
    if (answer !== undefined) subscriptions[channel] = { ...subscriptions[channel], [purpose]: answer };
  }
  return Object.keys(subscriptions).length > 0 ? subscriptions : undefined;
};

const fieldsIn = (cells: readonly CellOf<"custom">[], report: Report): Record<string, string> | undefined => {
  const fields = cells.flatMap((cell): [string, string][] => {
    const value = limited(cell, LONGEST.field, report);
    return value === undefined ? [] : [[cell.target.key, value]];
  });
  return fields.length > 0 ? Object.fromEntries(fields) : undefined;
};
