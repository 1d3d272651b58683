// biome-ignore-all lint/style/noRestrictedImports: a package that keeps its parts in a folder `lib`, not the product's
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DataStore } from "cognito-local/lib/services/dataStore/dataStore.js";
import type { DataStoreFactory } from "cognito-local/lib/services/dataStore/factory.js";

type Branch = Record<string, unknown>;

/**
 * Keeps each user pool in one JSON file. The package's own store writes over the file in place and at leisure:
 * a process killed in the middle would leave half a pool.
 */
export const cognitoStores = (folder: string): DataStoreFactory => {
  mkdirSync(folder, { recursive: true });
  return {
    create: async (_context, id, defaults) => openStore(join(folder, `${id}.json`), defaults),
  };
};

const openStore = (file: string, defaults: object): DataStore => {
  const root: Branch = existsSync(file) ? JSON.parse(readFileSync(file, "utf8"), reviveDates) : { ...defaults };
  const save = () => {
    writeFileSync(`${file}.new`, JSON.stringify(root));
    renameSync(`${file}.new`, file);
  };
  save();

  function get<T>(key: string | string[]): Promise<T | null>;
  function get<T>(key: string | string[], otherwise: T): Promise<T>;
  async function get(key: string | string[], otherwise?: unknown): Promise<unknown> {
    return copied(found(root, pathOf(key)) ?? otherwise ?? null);
  }

  return {
    get: (_context: unknown, key: string | string[], otherwise?: never) => get(key, otherwise),
    getRoot: async () => copied(root) as never,
    set: async (_context, key, value) => {
      const path = pathOf(key);
      const last = path.pop();
      if (last === undefined) return;
      branchAt(root, path)[last] = copied(value);
      save();
    },
    delete: async (_context, key) => {
      const path = pathOf(key);
      const last = path.pop();
      if (last === undefined) return;
      delete branchAt(root, path)[last];
      save();
    },
  };
};

const pathOf = (key: string | string[]): string[] => (Array.isArray(key) ? [...key] : [key]);

const found = (root: Branch, path: string[]): unknown =>
  path.reduce<unknown>((place, name) => (isBranch(place) ? place[name] : undefined), root);

const branchAt = (root: Branch, path: string[]): Branch =>
  path.reduce<Branch>((place, name) => {
    const next = place[name];
    if (isBranch(next)) return next;
    const created: Branch = {};
    place[name] = created;
    return created;
  }, root);

const isBranch = (value: unknown): value is Branch =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

// Callers change what they are given before they decide to save it.
const copied = <T>(value: T): T => structuredClone(value);

const reviveDates = (key: string, value: unknown): unknown =>
  key.endsWith("Date") && typeof value === "string" ? new Date(value) : value;
