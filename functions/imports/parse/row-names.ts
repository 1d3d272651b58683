import type { SingleField, TextField } from "./client-fields.ts";
import { type ImportedClient, LONGEST } from "./imported-client.ts";
import { filled, limited, type Report, type RowCells } from "./row-cells.ts";

type Names = Pick<ImportedClient, TextField>;

/** Names, company, and the names of what is referred to. The whole name is built from its parts where it is not given. */
export const namesIn = (cells: RowCells, report: Report): Names => {
  const read = (field: SingleField): string | undefined => {
    const cell = cells.of(field)[0];
    return cell && limited(cell, LONGEST.name, report, oneLine(cell.value));
  };
  const [firstName, lastName] = [read("firstName"), read("lastName")];
  const parts = [firstName, read("middleName"), lastName, read("nameSuffix")];
  const whole = parts.filter((part) => part !== undefined).join(" ");
  const cell = cells.of("lastName")[0] ?? cells.of("firstName")[0] ?? cells.of("middleName")[0];
  const built = cell && whole !== "" ? limited(cell, LONGEST.name, report, whole) : undefined;
  return filled<Names>({
    name: read("name") ?? built,
    firstName,
    lastName,
    company: read("company"),
    type: read("type"),
    tax: read("tax"),
    priceList: read("priceList"),
  });
};

const oneLine = (text: string): string => (text.includes("\n") ? text.replace(/\s*\n\s*/g, " ") : text);
