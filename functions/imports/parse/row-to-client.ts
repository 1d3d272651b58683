import { type Problem, rowSentence } from "../words.ts";
import { cellText, isSpreadsheetError } from "./cell-values.ts";
import type { MappedColumns } from "./columns.ts";
import type { FileRow, ImportedClient, ImportLanguage, RowError } from "./imported-client.ts";
import { addressesIn } from "./row-addresses.ts";
import { filled, type Report, RowCells } from "./row-cells.ts";
import { emailsIn, phonesIn } from "./row-contacts.ts";
import { namesIn } from "./row-names.ts";
import { preferencesIn } from "./row-preferences.ts";

export interface RowContext {
  /** The importer's language, for the messages. */
  language: ImportLanguage;
  /** The account's country (ISO 3166-1 alpha-2): the region of phones in rows that name no country. */
  region: string;
}

/** A row is a client, or it is not imported and says why. */
export type RowOutcome = { client: ImportedClient } | { errors: RowError[] };

const LONGEST_SHOWN = 200;

/** Reads one row of a file. All its mistakes are told at once, so that it is corrected once. */
export const rowToClient = (row: FileRow, { columns, width }: MappedColumns, context: RowContext): RowOutcome => {
  const errors: RowError[] = [];
  const note = (column: string, value: string, problem: Problem) =>
    errors.push({
      row: row.row,
      column,
      value: value.slice(0, LONGEST_SHOWN),
      message: rowSentence(problem, context.language),
    });
  const report: Report = (cell, problem, value = cell.value) => note(cell.header, value, problem);

  const surplus = row.cells.slice(width).filter((cell) => cell.trim() !== "");
  if (surplus.length > 0) note("", surplus.join(" "), { kind: "too-many-cells" });
  const cells = new RowCells();
  for (const { index, header, target } of columns) {
    const value = cellText(row.cells[index] ?? "");
    if (isSpreadsheetError(value)) note(header, value, { kind: "spreadsheet-error" });
    else if (value !== "") cells.add(header, target, value);
  }

  const addresses = addressesIn(cells, report);
  const region = addresses.find(({ country }) => country !== undefined)?.country ?? context.region;
  const { raw: rawEmail, ...emails } = emailsIn(cells, report);
  const { raw: rawPhone, ...phones } = phonesIn(cells, region, report);
  const raw = { ...rawEmail, ...rawPhone };
  const client = filled<ImportedClient>({
    ...namesIn(cells, report),
    ...emails,
    ...phones,
    addresses,
    ...preferencesIn(cells, report),
    raw: Object.keys(raw).length > 0 ? raw : undefined,
  });
  if (errors.length === 0 && isNobody(client)) note("", "", { kind: "nobody" });
  return errors.length > 0 ? { errors } : { client };
};

const isNobody = ({ name, company, email, mobile }: ImportedClient): boolean => !(name ?? company ?? email ?? mobile);
