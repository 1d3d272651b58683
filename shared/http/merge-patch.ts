/** A value as JSON can say it; `undefined` members are taken as absent. */
type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

/** A merge patch of `T`: each member may be left out, `null` removes it, nested objects are patches themselves. */
export type MergePatch<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Name in keyof T]?: MergePatch<T[Name]> | null | undefined }
    : T;

/**
 * Applies a JSON merge patch (RFC 7396, section 2): members of the patch replace those of the target, `null` removes,
 * objects are merged member by member, arrays are replaced whole. Neither argument is changed. Members that are
 * `undefined` in the patch change nothing. A required member that the patch sets to `null` is gone afterwards: the route's
 * schema or the use case must refuse that.
 */
export const mergePatch = <T extends object>(target: T, patch: NoInfer<MergePatch<T>>): T => merged(target, patch) as T;

const merged = (target: Json, patch: Json): Json => {
  if (!isObject(patch)) return patch;
  const after: Record<string, Json> = isObject(target) ? { ...target } : {};
  for (const name of Object.keys(patch)) {
    const value = patch[name];
    if (value === null) delete after[name];
    else if (value !== undefined) put(after, name, merged(memberOf(after, name), value));
  }
  return after;
};

/** A member called `__proto__` is a member like any other. */
const put = (object: Record<string, Json>, name: string, value: Json): void => {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
};

const memberOf = (object: JsonObject, name: string): Json => (Object.hasOwn(object, name) ? object[name] : undefined);

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
