import { type ExportColumn, type ExportLayout, exportColumns } from "./export-columns.ts";
import { guarded } from "./formula-guard.ts";
import type { ImportedClient } from "./parse/imported-client.ts";

const BYTE_ORDER_MARK = "\ufeff";

/**
 * Clients as a CSV file that spreadsheets open with their accents: UTF-8 with a byte-order mark, CRLF (RFC 4180), cells
 * that would run as formulas guarded. `proposeMapping` recognises its titles and the import gives the same clients back,
 * save what was typed where it differs from what is stored.
 */
export async function* exportCsv(
  clients: AsyncIterable<ImportedClient> | Iterable<ImportedClient>,
  layout: ExportLayout,
): AsyncGenerator<string> {
  const columns = exportColumns(layout);
  const separator = layout.language === "fr" ? ";" : ",";
  yield BYTE_ORDER_MARK +
    line(
      columns.map(({ title }) => title),
      separator,
    );
  for await (const client of clients) yield line(cellsOf(client, columns), separator);
}

const cellsOf = (client: ImportedClient, columns: readonly ExportColumn[]): string[] =>
  columns.map(({ cell }) => guarded(cell(client)));

const line = (cells: readonly string[], separator: string): string =>
  `${cells.map((cell) => quoted(cell, separator)).join(separator)}\r\n`;

const quoted = (cell: string, separator: string): string =>
  cell.includes(separator) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
