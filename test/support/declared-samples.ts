import * as z from "zod/mini";
import { kinds } from "../../functions/kinds.ts";
import { manifests } from "../../scripts/openapi.ts";
import { type LazySchema, pathOf } from "../../shared/http/contract.ts";
import type { IdForm } from "../../shared/ids.ts";
import { idPlaces, naming } from "./foreign-ids.ts";

type Ids = Readonly<Record<string, string>>;
type CallApi = (method: string, path: string, body: unknown) => Promise<Record<string, unknown>>;

const routes = (await manifests()).flatMap((feature) => Object.values(feature.routes));

/**
 * One of each kind whose ids its feature declares, made as the example of its own contract says, of the things that are
 * there already. Their texts begin with a name to look for in leaks.
 * @param idIn what a parameter of a path stands for
 */
export const declaredSamples = async (
  call: CallApi,
  name: string,
  idIn: (ids: Ids, path: string, parameter: string) => string,
  known: Ids,
): Promise<Ids> => {
  const made: Record<string, string> = {};
  for (const { ids } of kinds.values()) {
    // What no route names cannot be asked for by its id.
    if (!ids || !routes.some(({ key }) => key.includes(`/${ids.path}`))) continue;
    const { path, body } = creationOf(ids);
    const there = { ...known, ...made };
    const filled = path.replace(/\{(\w+)\}/g, (_, parameter: string) => idIn(there, path, parameter));
    const { id } = await call("POST", filled.replace("/v1", ""), body && bodyFor(body, name, there));
    made[ids.kind] = String(id);
  }
  return made;
};

/** The route that makes one, and what its contract sends as an example. */
const creationOf = ({ path }: IdForm) => {
  const route = routes.find(({ key }) => key.startsWith("POST ") && key.endsWith(`/${path}`));
  if (!route) throw new Error(`No route makes one of /${path}.`);
  return { path: pathOf(route.key), body: route.body && { schema: route.body, example: route.example?.body } };
};

const bodyFor = ({ schema, example }: { schema: LazySchema; example: unknown }, name: string, ids: Ids): unknown => {
  const places = idPlaces(schema).filter((place) => ids[place.kind] && valueAt(example, place.path) !== undefined);
  const named = places.reduce<unknown>((body, place) => naming(body, place, ids[place.kind]), example ?? {});
  return withName(named as Readonly<Record<string, unknown>>, schema, name);
};

const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, member) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, member) : undefined),
    value,
  );

/** Before each member that is free text. */
const withName = (body: Readonly<Record<string, unknown>>, schema: LazySchema, name: string): object => {
  const { properties = {} } = z.toJSONSchema(schema(), { io: "input", unrepresentable: "any" });
  const isFree = (member: string): boolean => {
    const described = properties[member];
    if (typeof described !== "object") return false;
    return described.type === "string" && !described.pattern && !described.format && !described.enum;
  };
  return Object.fromEntries(
    Object.entries(body).map(([member, value]) => [member, isFree(member) ? `${name} ${String(value)}` : value]),
  );
};
