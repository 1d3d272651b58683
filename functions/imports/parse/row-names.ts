import { NAME_PARTS, TEXT_FIELDS, type TextField } from "./client-fields.ts";
import { type ImportedClient, LONGEST } from "./imported-client.ts";
import { type Cell, cellsFor, filled, limited, type Report } from "./row-cells.ts";

type Names = Pick<ImportedClient, TextField>;

/** Names, company, and the names of what is referred to. The whole name is built from its parts where it is not given. */
export const namesIn = (cells: readonly Cell[], report: Report): Names => {
  const read = (field: string): string | undefined => {
    const cell = cellsFor(cells, field)[0];
    return cell && limited(cell, LONGEST.name, report, oneLine(cell.value));
  };
  const names = Object.fromEntries(TEXT_FIELDS.map((field) => [field, read(field)])) as {
    [F in TextField]: string | undefined;
  };
  const parts = [names.firstName, read("middleName"), names.lastName, read("nameSuffix")];
  const whole = parts.filter((part) => part !== undefined).join(" ");
  const [cell] = cellsFor(cells, "lastName", "firstName", ...NAME_PARTS);
  const built = cell && whole !== "" ? limited(cell, LONGEST.name, report, whole) : undefined;
  return filled<Names>({ ...names, name: names.name ?? built });
};

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ");
