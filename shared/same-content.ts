import type { Provenance } from "./db/entity.ts";

const provenance: Readonly<Record<keyof Provenance, true>> = {
  version: true,
  createdAt: true,
  createdBy: true,
  updatedAt: true,
  updatedBy: true,
  source: true,
};

/** Whether two versions of a resource differ in nothing but when and by whom they were made. */
export const sameContent = (a: object, b: object): boolean => sameMembers(a, b, (name) => name in provenance);

/** As JSON: a member that is undefined is absent, the order of members says nothing. */
const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => same(item, b[at]));
  return sameMembers(a, b, () => false);
};

const sameMembers = (a: object, b: object, isSkipped: (name: string) => boolean): boolean => {
  const [ofA, ofB] = [a as Members, b as Members];
  const at = (members: Members, name: string) => (Object.hasOwn(members, name) ? members[name] : undefined);
  return (
    Object.keys(a).every((name) => isSkipped(name) || same(ofA[name], at(ofB, name))) &&
    Object.keys(b).every((name) => isSkipped(name) || Object.hasOwn(a, name) || ofB[name] === undefined)
  );
};

type Members = Readonly<Record<string, unknown>>;
