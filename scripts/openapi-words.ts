import type { ApiDescription } from "./openapi.ts";
import { exampleOf } from "./openapi-examples.ts";
import { nameUnions } from "./openapi-unions.ts";
import { wordsFor } from "./words/words-for.ts";

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** Adds to every field its sentence, and to every answer of JSON an example. */
export const withWords = (document: ApiDescription): ApiDescription => {
  const described: ApiDescription & Node = JSON.parse(JSON.stringify(document));
  const schemas = described.components?.schemas ?? {};
  nameUnions(described, schemas);
  for (const [name, schema] of Object.entries(schemas)) describeFields(schema, name);
  for (const content of contentsOf([described.paths, described.webhooks])) describeFields(content.schema, "");
  const shapes: Readonly<Record<string, unknown>> = schemas;
  for (const content of contentsOf(answersOf(described))) {
    if (content.example === undefined) content.example = exampleOf(content.schema, "", "", shapes);
  }
  // An event has one for all steps of its kind, with the shape: each webhook refers to it.
  for (const [name, schema] of Object.entries(shapes))
    if (isNode(schema) && name.endsWith("Event")) schema.examples = [eventExample(schema, name, shapes)];
  return described;
};

/** Hardly an event is too large: nothing is left out of the example. */
const eventExample = (schema: Node, name: string, shapes: Node): unknown => {
  const example = exampleOf(schema, "", name, shapes);
  return isNode(example)
    ? Object.fromEntries(Object.entries(example).filter(([field]) => field !== "omitted"))
    : example;
};

const answersOf = ({ paths = {} }: ApiDescription): unknown[] =>
  Object.values(paths).flatMap((item) =>
    Object.values(item).map((operation) => isNode(operation) && operation.responses),
  );

/** Every content of JSON below. */
const contentsOf = (node: unknown): Node[] => {
  if (!isNode(node)) return [];
  const own = isNode(node.content) ? node.content["application/json"] : undefined;
  if (isNode(own)) return [own];
  return Object.values(node).flatMap(contentsOf);
};

const describeFields = (schema: unknown, holder: string): void => {
  if (!isNode(schema)) return;
  if (isNode(schema.properties)) {
    for (const [name, field] of Object.entries(schema.properties)) {
      const [sentence] = wordsFor(holder, name) ?? [];
      if (isNode(field) && field.description === undefined && sentence) field.description = sentence;
      describeFields(field, name);
    }
  }
  for (const inner of ["items", "additionalProperties"]) describeFields(schema[inner], holder);
  for (const several of ["anyOf", "oneOf", "allOf"]) {
    const shapes = schema[several];
    if (Array.isArray(shapes)) for (const shape of shapes) describeFields(shape, holder);
  }
};
