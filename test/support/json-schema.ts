import fc from "fast-check";

/** As much of JSON Schema (2020-12) as our OpenAPI document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
}

/** What a table, a page, a header or a spreadsheet may stumble over. */
const nasty = ["", " ", "\u0000", "\u202Eabc", "=1+1", "<script>", "%00", "../..", "ß".repeat(300), "😀".repeat(100)];

const most = 2_000_000;

/**
 * Values of a schema, and a few that are almost of it: now and then anything stands where something was expected.
 * @param resolve finds what a `$ref` names
 * @param ids strings that stand for those of a pattern, by the pattern
 */
export const valuesOf = (
  schema: JsonSchema,
  resolve: (ref: string) => JsonSchema,
  ids: ReadonlyMap<string, readonly string[]>,
): fc.Arbitrary<unknown> => {
  const of = (inner: JsonSchema) => valuesOf(inner, resolve, ids);
  const right = (): fc.Arbitrary<unknown> => {
    if (schema.$ref) return of(resolve(schema.$ref));
    if ("const" in schema) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map(of));
    if (schema.allOf) return of(Object.assign({}, ...schema.allOf));
    switch (schema.type) {
      case "string":
        return stringsOf(schema, ids);
      case "integer":
        return fc.integer({ min: schema.minimum ?? -most, max: Math.min(schema.maximum ?? most, most) });
      case "number":
        return fc.double({ min: schema.minimum ?? -most, max: schema.maximum ?? most, noNaN: true });
      case "boolean":
        return fc.boolean();
      case "null":
        return fc.constant(null);
      case "array":
        return fc.array(of(schema.items ?? {}), {
          minLength: schema.minItems ?? 0,
          maxLength: (schema.minItems ?? 0) + 2,
        });
      case "object":
        return objectsOf(schema, of);
      default:
        return fc.jsonValue({ maxDepth: 1 });
    }
  };
  return fc.oneof({ weight: 30, arbitrary: right() }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) });
};

const stringsOf = (
  { pattern, format, minLength = 0, maxLength = 60 }: JsonSchema,
  ids: ReadonlyMap<string, readonly string[]>,
) => {
  const known = ids.get(pattern ?? "") ?? [];
  if (known.length > 0) return fc.oneof(fc.constantFrom(...known), fc.stringMatching(new RegExp(pattern ?? "")));
  // fast-check makes no texts for what looks ahead: the text before that will nearly do.
  // What forbids some letters is nearly every text: those of the right length are worth more.
  if (pattern && !pattern.startsWith("^[^"))
    return fc.stringMatching(new RegExp(pattern.replace(/\(\?[=!][^)]*\)/g, "")));
  if (format === "email") return fc.emailAddress();
  if (format === "date-time")
    return fc.date({ noInvalidDate: true, min: new Date("2000-01-01"), max: new Date("2099-01-01") }).map(String);
  const text = fc.string({ unit: "grapheme", minLength: Math.min(minLength, 60), maxLength: Math.min(maxLength, 60) });
  return fc.oneof({ weight: 8, arbitrary: text }, { weight: 1, arbitrary: fc.constantFrom(...nasty) });
};

const objectsOf = (
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  of: (inner: JsonSchema) => fc.Arbitrary<unknown>,
) => {
  const members = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, of(inner)]));
  const known = fc.record(members, { requiredKeys: required.filter((name) => name in members) });
  if (typeof additionalProperties !== "object") return known;
  const more = fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), of(additionalProperties), { maxKeys: 3 });
  return fc.tuple(known, more).map(([fixed, free]) => ({ ...free, ...fixed }));
};
