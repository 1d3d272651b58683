import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordedResource, Release } from "./record.ts";
import { currentRelease } from "./releases.ts";
import { factsOf, valueAt } from "./resource-facts.ts";
import { nameProperties } from "./rule-creation.ts";

const page = join(import.meta.dirname, "../../../docs/deployments.md");
const [begin, end] = ["<!-- resource types: begin -->", "<!-- resource types: end -->"];

/** Every resource type of a stage: its name, what replaces it, and what becomes of it, by schema and template. */
export const resourceTable = ({ data, app }: Release): string => {
  const all = [...Object.values(data.resources), ...Object.values(app.resources)];
  const rows = [...new Set([...data.types, ...app.types])].toSorted().map((type) => {
    const { createOnly, sometimesCreateOnly } = factsOf(type);
    const own = all.filter((resource) => resource.type === type);
    return row(
      code(type.replace("AWS::", "")),
      nameOf(type, own),
      createOnly.map(code).join(", ") || "nothing",
      sometimesCreateOnly.map(code).join(", "),
      fates(own.map(({ deletion }) => deletion)),
      fates(own.map(({ replacement }) => replacement)),
    );
  });
  return [
    row("type", "name", "made anew when one of these changes", "… or, depending on the change", "deleted", "replaced"),
    "|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
};

const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`.replaceAll("|  |", "| |");
const code = (text: string): string => `\`${text}\``;

/** A name in the template is fixed; what has none is named by CloudFormation. */
const nameOf = (type: string, own: readonly RecordedResource[]): string => {
  const { createOnly, identifier } = factsOf(type);
  const property = nameProperties[type] ?? createOnly.find((name) => identifier.includes(name) && /Name$/.test(name));
  if (property === undefined) return "an id of AWS";
  const isFixed = own.some(({ properties }) => typeof valueAt(properties, property) === "string");
  if (isFixed) return `fixed: ${code(property)}`;
  return type in nameProperties ? "CloudFormation's" : "an id of AWS";
};

const fates = (policies: readonly (string | undefined)[]): string => {
  const found = [...new Set(policies.map((policy) => policy ?? "Delete"))].toSorted();
  return found.map((policy) => (policy === "Delete" ? "goes" : `**${policy}**`)).join(", ") || "goes";
};

export const keptTable = (): string => {
  const text = readFileSync(page, "utf8");
  return text.slice(text.indexOf(begin) + begin.length, text.indexOf(end)).trim();
};

// Writes it into docs/deployments.md: `node test/support/deployment/resource-table.ts`.
if (import.meta.main) {
  const text = readFileSync(page, "utf8");
  const table = resourceTable(currentRelease());
  writeFileSync(page, `${text.slice(0, text.indexOf(begin))}${begin}\n\n${table}\n\n${text.slice(text.indexOf(end))}`);
}
