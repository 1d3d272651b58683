import type { SingleField, TextField } from "./client-fields.ts";
import { type ImportedClient, LONGEST } from "./imported-client.ts";
import { filled, limited, type Report, type RowCells } from "./row-cells.ts";

type Names = Pick<ImportedClient, TextField>;

/**
 * Names, company, and the names of what is referred to. The whole name is what a column of it says, or is built where a
 * part of it has no field of its own; of a first and a last name alone it is worked out when the client is written.
 */
export const namesIn = (cells: RowCells, report: Report): Names => {
  const read = (field: SingleField): string | undefined => {
    const cell = cells.of(field)[0];
    return cell && limited(cell, LONGEST.name, report, oneLine(cell.value));
  };
  const [firstName, lastName] = [read("firstName"), read("lastName")];
  const [middleName, suffix] = [read("middleName"), read("nameSuffix")];
  const parts = [firstName, middleName, lastName, suffix];
  const whole = parts.filter((part) => part !== undefined).join(" ");
  const cell = cells.of("lastName")[0] ?? cells.of("firstName")[0] ?? cells.of("middleName")[0];
  const built = cell && whole !== "" ? limited(cell, LONGEST.name, report, whole) : undefined;
  return filled<Names>({
    name: read("name") ?? (middleName || suffix ? built : undefined),
    firstName,
    lastName,
    company: read("company"),
    type: read("type"),
    tax: read("tax"),
    priceList: read("priceList"),
  });
};

const oneLine = (text: string): string => (text.includes("\n") ? text.replace(/\s*\n\s*/g, " ") : text);
