type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Gives each shape of a union a name of its own, and tells by which member the shapes differ: a discriminator means
 * nothing for shapes without names, and generators make `Shape1 | Shape2` of them.
 */
export const nameUnions = (document: Node, schemas: Node): void => {
  for (const [name, schema] of Object.entries(schemas)) nameWithin(schema, name, name, schemas);
  nameWithin(document.paths, "", "", schemas);
};

/** @param holder the shape that all of this stands in, @param member the field right above */
const nameWithin = (node: unknown, holder: string, member: string, schemas: Node): void => {
  if (Array.isArray(node)) for (const item of node) nameWithin(item, holder, member, schemas);
  if (!isNode(node)) return;
  for (const composed of ["oneOf", "anyOf"]) {
    const shapes = node[composed];
    if (Array.isArray(shapes)) nameShapes(node, composed, shapes, { holder, member, schemas });
  }
  for (const [key, inner] of Object.entries(node)) {
    if (key === "example" || key === "discriminator") continue;
    const isProperties = key === "properties" && isNode(inner);
    if (!isProperties) nameWithin(inner, holder, member, schemas);
    else for (const [name, field] of Object.entries(inner)) nameWithin(field, holder, name, schemas);
  }
};

interface Place {
  holder: string;
  member: string;
  schemas: Node;
}

const nameShapes = (union: Node, composed: string, shapes: readonly unknown[], place: Place): void => {
  const bodies = shapes.map((shape) => resolved(shape, place.schemas));
  if (bodies.length < 2 || !bodies.every(isBody)) return;
  const telling = tellingMember(bodies);
  const references = shapes.map((shape, index) => {
    const body = bodies[index] ?? {};
    return isNode(shape) && shape.$ref ? shape : named(body, telling, place);
  });
  // Shapes of which a value is always one alone.
  delete union[composed];
  union.oneOf = references;
  if (telling === undefined) return;
  const mapping = bodies.flatMap((body, index) =>
    valuesOf(body, telling).map((value) => [value, references[index]?.$ref] as const),
  );
  union.discriminator = { propertyName: telling, mapping: Object.fromEntries(mapping) };
};

const resolved = (shape: unknown, schemas: Node): unknown => {
  if (!isNode(shape)) return undefined;
  return typeof shape.$ref === "string" ? schemas[shape.$ref.split("/").at(-1) ?? ""] : shape;
};

const isBody = (shape: unknown): shape is Node => isNode(shape) && isNode(shape.properties);

/** The member that every shape must have, and that has other values in each. */
const tellingMember = (bodies: readonly Node[]): string | undefined =>
  Object.keys(isNode(bodies[0]?.properties) ? bodies[0].properties : {}).find((member) => {
    const values = bodies.map((body) => valuesOf(body, member));
    return values.every(({ length }) => length > 0) && new Set(values.flat()).size === values.flat().length;
  });

const valuesOf = ({ properties, required }: Node, member: string): string[] => {
  const field = isNode(properties) ? properties[member] : undefined;
  if (!isNode(field) || !Array.isArray(required) || !required.includes(member)) return [];
  const values: unknown[] = Array.isArray(field.enum) ? field.enum : [field.const];
  return values.filter((value) => typeof value === "string");
};

/** `ShareDocumentAction` by what tells it apart, `FilterAudience` by what only it has. */
const named = (body: Node, telling: string | undefined, { holder, member, schemas }: Place): Node => {
  const required = Array.isArray(body.required) ? body.required : [];
  const word = telling === undefined ? required[0] : valuesOf(body, telling)[0];
  const name = `${pascal(String(word))}${pascal(member)}`;
  for (const candidate of [name, `${holder}${name}`]) {
    schemas[candidate] ??= body;
    if (isSame(schemas[candidate], body)) return { $ref: `#/components/schemas/${candidate}` };
  }
  throw new Error(`Two shapes would be called ${holder}${name}.`);
};

/** What was sent and what is answered are one shape, though only the sender is told that there are no other fields. */
const isSame = (one: unknown, other: unknown): boolean => open(one) === open(other);
const open = (shape: unknown): string =>
  JSON.stringify(shape, (key, value: unknown) =>
    key === "additionalProperties" && value === false ? undefined : value,
  );

const pascal = (name: string): string => name.replace(/(?:^|_)([a-z])/g, (_, first: string) => first.toUpperCase());
