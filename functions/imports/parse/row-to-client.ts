import { isId } from "../../../shared/ids.ts";
import type { LanguageTag } from "../../../shared/messaging/language.ts";
import { type Problem, rowSentence } from "../words.ts";
import { cellText, hasLostLetters } from "./cell-text.ts";
import { isSpreadsheetError, NO_RESULT } from "./cell-values.ts";
import type { Column, MappedColumns } from "./columns.ts";
import { withoutEntities } from "./entities.ts";
import type { FileRow, ImportedClient, RowError } from "./imported-client.ts";
import { addressesIn } from "./row-addresses.ts";
import { type Cell, filled, type Report, RowCells } from "./row-cells.ts";
import { emailsIn, phonesIn } from "./row-contacts.ts";
import { namesIn } from "./row-names.ts";
import { preferencesIn } from "./row-preferences.ts";

export interface RowContext {
  /** The account's language as its country writes it, for the messages. */
  language: LanguageTag;
  /** The account's country (ISO 3166-1 alpha-2): the region of phones in rows that name no country. */
  region: string;
}

/** What a row says, and the cells that could not be read. Without a client, nothing of the row is imported. */
export interface RowOutcome {
  client?: ImportedClient;
  errors: RowError[];
}

const LONGEST_SHOWN = 200;

/**
 * Reads one row of a file. A cell that cannot be read is left out and told; the rest of the row comes in. All mistakes
 * are told at once, so that a row is corrected once.
 */
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

  // The cells have slipped: there is no telling which column any of them belongs to.
  const surplus = row.cells.slice(width).filter((cell) => cell.trim() !== "");
  if (surplus.length > 0) {
    note("", surplus.join(" "), { kind: "too-many-cells" });
    return { errors };
  }
  const other = isTotal(row) ? "total" : isTitles(row, columns) ? "titles" : undefined;
  if (other) {
    note("", row.cells.join(" ").trim(), { kind: other });
    return { errors };
  }
  const cells = new RowCells();
  const isOurs = isOurRow(row, columns);
  for (const { index, header, target } of columns) {
    const written = row.cells[index] ?? "";
    const value = isOurs ? cellText(written, true) : cellText(withoutEntities(written));
    if (value === NO_RESULT) note(header, value, { kind: "no-result" });
    else if (isSpreadsheetError(value)) note(header, value, { kind: "spreadsheet-error" });
    else if (hasLostLetters(value)) note(header, value, { kind: "lost-letters" });
    else if (value !== "") cells.add(header, target, value);
  }

  const addresses = addressesIn(cells, context.region, report);
  const region = addresses.find(({ country }) => country !== undefined)?.country ?? context.region;
  const { raw: rawEmail, ...emails } = emailsIn(cells, report);
  const { raw: rawPhone, ...phones } = phonesIn(cells, region, report);
  const raw = { ...rawEmail, ...rawPhone };
  const client = filled<ImportedClient>({
    id: ownId(cells.of("id")[0], report),
    ...namesIn(cells, report),
    ...emails,
    ...phones,
    addresses,
    ...preferencesIn(cells, report),
    raw: Object.keys(raw).length > 0 ? raw : undefined,
  });
  if (!isNobody(client)) return { client, errors };
  if (errors.length === 0) note("", "", { kind: "nobody" });
  return { errors };
};

/** A row of an export of ours, whose cells stand as they are stored: read back, they change nothing. */
const isOurRow = ({ cells }: FileRow, columns: readonly Column[]): boolean => {
  const id = columns.find(({ target }) => target.kind === "single" && target.field === "id");
  return id !== undefined && isId("client", cells[id.index]?.trim() ?? "");
};

/** « Total : 214 », as programs write it under a list. */
const isTotal = ({ cells }: FileRow): boolean => {
  const [only, ...more] = cells.filter((cell) => cell.trim() !== "");
  return only !== undefined && more.length === 0 && TOTAL.test(only);
};
const TOTAL = /^\s*(?:grand[ -])?(?:total|totaux|nombre|count)\b[^\d]{0,40}\d[\d\s.,]*$/i;

/** The titles again, as reports of several pages have them. */
const isTitles = ({ cells }: FileRow, columns: readonly Column[]): boolean =>
  columns.length > 1 && columns.every(({ index, header }) => cells[index]?.trim() === header);

const isNobody = ({ id, name, firstName, lastName, company, email, mobile, phones }: ImportedClient): boolean =>
  !(id ?? name ?? firstName ?? lastName ?? company ?? email ?? mobile ?? phones?.[0]);

const ownId = (cell: Cell | undefined, report: Report): ImportedClient["id"] => {
  if (!cell) return undefined;
  if (isId("client", cell.value)) return cell.value;
  report(cell, { kind: "own-id" });
  return undefined;
};
