import { degrees, distinctBy } from "./cell-values.ts";
import type { AddressPart } from "./client-fields.ts";
import { plainLabel, valuesOf } from "./google-contacts.ts";
import { type ImportedAddress, LONGEST } from "./imported-client.ts";
import { countryCode } from "./known-words.ts";
import { postalCodeAndCity } from "./postal-code-and-city.ts";
import { type Cell, type CellOf, filled, limited, type Report, type RowCells } from "./row-cells.ts";

type Parts = Map<AddressPart, CellOf<"address">>;

/** The addresses of a row, in the order of their columns. */
export const addressesIn = ({ addresses: cells }: RowCells, region: string, report: Report): ImportedAddress[] => {
  const groups = new Map<string, Parts>();
  for (const cell of cells) {
    const parts = groups.get(cell.target.group) ?? new Map();
    groups.set(cell.target.group, parts.set(cell.target.part, cell));
  }
  const addresses = [...groups].flatMap(([group, parts]) => addressesOf(group, parts, region, report));
  return distinctBy(addresses, (address) => JSON.stringify(address));
};

/** Several addresses under one label stand in the same cells, value by value; a country alone is that of all of them. */
const addressesOf = (group: string, parts: Parts, region: string, report: Report): ImportedAddress[] => {
  const several = [...parts].map(([part, cell]) => [part, valuesOf(cell.value)] as const);
  const count = Math.max(...several.map(([, values]) => values.length));
  return Array.from({ length: count }, (_, place) => {
    const values = new Map(
      several.flatMap(([part, all]): [AddressPart, CellOf<"address">][] => {
        const value = all.length === 1 && (part === "country" || part === "label") ? all[0] : all[place];
        const cell = parts.get(part);
        return value && cell ? [[part, { ...cell, value }]] : [];
      }),
    );
    return addressOf(group, values, region, report);
  }).filter((address) => Object.keys(address).some((part) => part !== "label"));
};

const addressOf = (group: string, cells: Parts, region: string, report: Report): ImportedAddress => {
  const text = (part: AddressPart): string | undefined => {
    const cell = cells.get(part);
    return cell && limited(cell, LONGEST.address, report);
  };
  const labelCell = cells.get("label");
  const label = labelCell && limited(labelCell, LONGEST.label, report, plainLabel(labelCell.value));
  const country = countryIn(cells.get("country"), report);
  const both = text("postalCodeAndCity");
  const { postalCode, city } = both ? postalCodeAndCity(both) : {};
  return filled<ImportedAddress>({
    label: label ?? (/^[a-z]/.test(group) ? group : undefined),
    ...streetLines(cells, country ?? region, text),
    city: text("city") ?? city,
    region: text("region"),
    postalCode: text("postalCode") ?? postalCode,
    country,
    location: locationIn(cells.get("location.lat"), cells.get("location.lng"), report),
  });
};

const SEPARATE_PARTS: readonly AddressPart[] = ["line1", "line2", "poBox", "city", "postalCode", "postalCodeAndCity"];
/** Where the number of a house comes after its street. */
const NUMBER_LAST = new Set([
  "BE",
  "NL",
  "DE",
  "AT",
  "CH",
  "LI",
  "DK",
  "NO",
  "SE",
  "FI",
  "IS",
  "PL",
  "CZ",
  "IT",
  "ES",
  "PT",
]);

/** The street, and what comes after it. The address in one piece serves only where its parts are not given. */
const streetLines = (cells: Parts, country: string, text: (part: AddressPart) => string | undefined) => {
  const whole = SEPARATE_PARTS.some((part) => cells.has(part)) ? undefined : text("formatted");
  const number = whole === undefined ? text("streetNumber") : undefined;
  const parts = NUMBER_LAST.has(country) ? [text("line1"), number] : [number, text("line1")];
  const street = parts.filter((part) => part !== undefined).join(" ") || undefined;
  const lines = [whole ?? street, text("line2"), text("line3"), text("poBox")].flatMap(
    (line) => line?.split(/\s*\n\s*/) ?? [],
  );
  const [line1, ...rest] = lines.filter((line) => line !== "");
  return { line1, line2: rest.length > 0 ? rest.join(", ") : undefined };
};

const countryIn = (cell: Cell | undefined, report: Report): string | undefined => {
  const code = cell && countryCode(cell.value);
  if (cell && !code) report(cell, { kind: "country" });
  return code;
};

const locationIn = (latitude: Cell | undefined, longitude: Cell | undefined, report: Report) => {
  const given = latitude ?? longitude;
  if (!given) return undefined;
  if (!latitude || !longitude) return void report(given, { kind: "half-a-location" });
  const [lat, lng] = [degrees(latitude.value, 90), degrees(longitude.value, 180)];
  if (lat === undefined) report(latitude, { kind: "latitude" });
  if (lng === undefined) report(longitude, { kind: "longitude" });
  return lat === undefined || lng === undefined ? undefined : { lat, lng };
};
