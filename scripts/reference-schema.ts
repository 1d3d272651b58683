export type JsonSchema = Readonly<Record<string, unknown>>;

export interface DescribedField {
  /** Dotted; a list's items end in `[]`. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;
const schemasOf = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

/** The fields of an object schema, those of nested objects right below them. A schema within itself is named only. */
export const fieldsOf = (
  schema: JsonSchema | undefined,
  components: Readonly<Record<string, unknown>>,
  prefix = "",
  above: readonly unknown[] = [],
): DescribedField[] => {
  const whole = follow(schema, components);
  if (!whole || above.includes(whole)) return [];
  const within = (part: JsonSchema, name: string) => fieldsOf(part, components, name, [...above, whole]);
  if (isSchema(whole.items)) return within(whole.items, prefix === "" ? "" : `${prefix.slice(0, -1)}[].`);
  if (isSchema(whole.additionalProperties)) return within(whole.additionalProperties, `${prefix}*.`);
  const variants = alternatives(whole);
  if (variants.length > 0) return distinct(variants.flatMap((variant) => within(variant, prefix)));

  const required = Array.isArray(whole.required) ? whole.required : [];
  return Object.entries(isSchema(whole.properties) ? whole.properties : {}).flatMap(([name, field]) => {
    if (!isSchema(field)) return [];
    const resolved = follow(field, components) ?? field;
    const row = {
      name: `${prefix}${name}`,
      type: typeOf(field),
      required: required.includes(name),
      description: String(field.description ?? resolved.description ?? ""),
    };
    return [row, ...within(field, `${prefix}${name}.`)];
  });
};

/** The shared shape that a schema stands for. */
export const nameOf = ({ $ref }: JsonSchema): string | undefined =>
  typeof $ref === "string" ? $ref.slice($ref.lastIndexOf("/") + 1) : undefined;

/** A word or two for what a value may be. */
export const typeOf = (schema: unknown): string => {
  if (!isSchema(schema)) return "anything";
  const name = nameOf(schema);
  if (name !== undefined) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const variants = alternatives(schema);
  if (variants.length > 0) return [...new Set(variants.map(typeOf))].join(" or ");
  if (schema.type === "array") return `list of ${typeOf(schema.items)}`;
  return [schema.type ?? "anything", schema.format && `(${schema.format})`, bounds(schema)].filter(Boolean).join(" ");
};

const bounds = (schema: JsonSchema): string => {
  const [low, high] = [schema.minLength ?? schema.minimum, schema.maxLength ?? schema.maximum];
  if (low !== undefined && high !== undefined) return `${low}–${high}`;
  if (high !== undefined) return `at most ${high}`;
  return low === undefined ? "" : `at least ${low}`;
};

const alternatives = (schema: JsonSchema): JsonSchema[] => [...schemasOf(schema.anyOf), ...schemasOf(schema.oneOf)];

const follow = (
  schema: JsonSchema | undefined,
  components: Readonly<Record<string, unknown>>,
): JsonSchema | undefined => {
  const name = schema && nameOf(schema);
  if (name === undefined) return schema;
  const target = components[name];
  return isSchema(target) ? target : undefined;
};

const distinct = (fields: DescribedField[]): DescribedField[] => [
  ...new Map(fields.map((field) => [field.name, field])).values(),
];
