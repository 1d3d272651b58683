import * as z from "zod/mini";
import type { LazySchema } from "../../shared/http/contract.ts";
import { type IdKind, idPattern, idPrefixes } from "../../shared/ids.ts";

/** A place in a body that holds an id: where, and of what kind. */
export interface IdPlace {
  path: (string | number)[];
  kind: IdKind;
}

type JsonSchema = {
  pattern?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
};

const kindByPattern = new Map<string, IdKind>(
  Object.keys(idPrefixes).map((kind) => [idPattern(kind as IdKind).source, kind as IdKind]),
);

/** Every place of a body's schema where an id of another resource can be named; the resource's own `id` is not one. */
export const idPlaces = (schema: LazySchema): IdPlace[] => {
  const json = z.toJSONSchema(schema(), { io: "input", unrepresentable: "any" }) as JsonSchema;
  return walk(json, []).filter(({ path }) => !(path.length === 1 && path[0] === "id"));
};

const walk = (schema: JsonSchema, path: (string | number)[]): IdPlace[] => {
  const kind = schema.pattern === undefined ? undefined : kindByPattern.get(schema.pattern);
  return [
    ...(kind ? [{ path, kind }] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => walk(inner, [...path, name])),
    ...(schema.items ? walk(schema.items, [...path, 0]) : []),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((inner) =>
      walk(inner, path),
    ),
  ];
};

/** A copy of `body` with `value` at `path`; what is missing on the way is made. */
export const withValue = (body: unknown, [head, ...rest]: readonly (string | number)[], value: unknown): unknown => {
  if (head === undefined) return value;
  if (typeof head === "number") return [withValue(undefined, rest, value)];
  const object = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  return { ...object, [head]: withValue(object[head], rest, value) };
};
