import { wordsFor } from "./words/words-for.ts";

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

const ULID = "01HZX3QK8S5T7VWXYZ0123456A";

/** Something that a schema allows, made of the examples of its fields. */
export const exampleOf = (schema: unknown, holder: string, name: string, shapes: Node): unknown => {
  if (!isNode(schema)) return {};
  if (typeof schema.$ref === "string") {
    const shape = schema.$ref.split("/").at(-1) ?? "";
    return name === "" || shape.startsWith("Published")
      ? exampleOf(shapes[shape], "", shape, shapes)
      : exampleOf(shapes[shape], holder, name, shapes);
  }
  if (schema.const !== undefined) return schema.const;
  const known = wordsFor(holder, name)?.[1];
  if (Array.isArray(schema.enum)) return schema.enum.includes(known) ? known : schema.enum[0];
  for (const several of [schema.anyOf, schema.oneOf, schema.allOf])
    if (Array.isArray(several)) return exampleOf(several[0], holder, name, shapes);
  switch (schema.type) {
    case "string":
      return textOf(schema, known);
    case "integer":
    case "number":
      return typeof known === "number" ? known : (schema.minimum ?? 1);
    case "boolean":
      return typeof known === "boolean" ? known : false;
    case "array":
      return Array.isArray(known) ? known : [exampleOf(schema.items, holder, holderOfItems(holder, name), shapes)];
    case "object":
      return objectOf(schema, known, name, shapes);
    default:
      return known ?? "Préfère le matin";
  }
};

/** The items of a page are what the page is of: `Team.id` is meant in a `TeamPage`, or else `data.id`. */
const holderOfItems = (holder: string, name: string): string =>
  name === "data" ? `${holder.replace(/Page$/, "")}/data` : name;

/** An id is made of its pattern: its prefix says what it is of. */
const textOf = ({ pattern }: Node, known: unknown): string => {
  const prefix = /^\^([a-z]+)_\[0-7\]/.exec(String(pattern ?? ""))?.[1];
  if (prefix !== undefined) return `${prefix}_${ULID}`;
  return typeof known === "string" ? known : "…";
};

const objectOf = (schema: Node, known: unknown, name: string, shapes: Node): unknown => {
  if (!isNode(schema.properties)) return isNode(known) && !Array.isArray(known) ? known : {};
  const members = Object.entries(schema.properties).map(([member, field]) => [
    member,
    exampleOf(field, name, member, shapes),
  ]);
  return Object.fromEntries(members);
};
