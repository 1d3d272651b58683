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
export function cognitoStores(folder: string): DataStoreFactory {
  mkdirSync(folder, { recursive: true });
  return {
    create: async (_context, id, defaults) => openStore(join(folder, `${id}.json`), defaults),
  };
}

function openStore(file: string, defaults: object): DataStore {
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
}

function pathOf(key: string | string[]): string[] {
  return Array.isArray(key) ? [...key] : [key];
}

function found(root: Branch, path: string[]): unknown {
  return path.reduce<unknown>((place, name) => (isBranch(place) ? place[name] : undefined), root);
}

function branchAt(root: Branch, path: string[]): Branch {
  return path.reduce<Branch>((place, name) => {
    const next = place[name];
    if (isBranch(next)) return next;
    const created: Branch = {};
    place[name] = created;
    return created;
  }, root);
}

function isBranch(value: unknown): value is Branch {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

// Callers change what they are given before they decide to save it.
function copied<T>(value: T): T {
  return structuredClone(value);
}

function reviveDates(key: string, value: unknown): unknown {
  return key.endsWith("Date") && typeof value === "string" ? new Date(value) : value;
}
