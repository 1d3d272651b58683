import * as z from "zod/mini";
import { kinds } from "../../functions/kinds.ts";
import type { LazySchema } from "../../shared/http/contract.ts";
import { type AnyIdKind, type IdKind, idPattern, idPrefixes } from "../../shared/ids.ts";

/** A place in a body that holds an id: where, and of what kind. */
export interface IdPlace {
  path: (string | number)[];
  kind: string;
  /** Where the body is one of several shapes: how deep, and what else that shape needs. */
  shape?: { depth: number; needs: Record<string, unknown> };
}

type JsonSchema = {
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
};

/** Every kind of id, those that single features declare among them. */
export const idKinds: ReadonlyMap<string, AnyIdKind> = new Map<string, AnyIdKind>([
  ...Object.keys(idPrefixes).map((kind) => [kind, kind as IdKind] as const),
  ...[...kinds.values()].flatMap(({ ids }) => (ids ? [[ids.kind, ids] as const] : [])),
]);

const kindByPattern = new Map([...idKinds].map(([name, kind]) => [idPattern(kind).source, name]));

/** Every place of a body's schema where an id of another resource can be named; the `id` of what is made is none. */
export const idPlaces = (schema: LazySchema): IdPlace[] => {
  const json = z.toJSONSchema(schema(), { io: "input", unrepresentable: "any" }) as JsonSchema;
  return walk(json, []).filter(({ path }) => path.at(-1) !== "id");
};

const walk = (schema: JsonSchema, path: (string | number)[]): IdPlace[] => {
  const kind = schema.pattern === undefined ? undefined : kindByPattern.get(schema.pattern);
  const shapes = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [
    ...(kind ? [{ path, kind }] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => walk(inner, [...path, name])),
    ...(schema.items ? walk(schema.items, [...path, 0]) : []),
    ...(schema.allOf ?? []).flatMap((inner) => walk(inner, path)),
    ...shapes.flatMap((inner) => {
      const shape = { depth: path.length, needs: fixedMembers(inner) };
      return walk(inner, path).map((place) => ({ shape, ...place }));
    }),
  ];
};

/** The members of an object whose schema leaves few choices, with the first of them. */
const fixedMembers = ({ properties = {} }: JsonSchema): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, inner]) => {
      const value = inner.const ?? inner.enum?.[0];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** A copy of an example that names `value` at a place; where the place belongs to one of several shapes, in that shape. */
export const naming = (example: unknown, { path, shape }: IdPlace, value: unknown): unknown => {
  const base = shape ? withValue(example, path.slice(0, shape.depth), shape.needs) : example;
  return withValue(base, path, value);
};

/** A copy of `body` with `value` at `path`; what is missing on the way is made. */
const withValue = (body: unknown, [head, ...rest]: readonly (string | number)[], value: unknown): unknown => {
  if (head === undefined) return value;
  if (typeof head === "number") return [withValue(Array.isArray(body) ? body[head] : undefined, rest, value)];
  const object = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  return { ...object, [head]: withValue(object[head], rest, value) };
};
