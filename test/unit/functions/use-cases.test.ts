import { globSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { AppDeps, UseCase } from "../../../shared/app/use-case.ts";

const root = resolve(import.meta.dirname, "../../..");
interface Entry {
  useCases: Record<string, () => Promise<UseCase<AppDeps>>>;
}
const entries = await Promise.all(
  globSync("functions/*/{api,pages}.ts", { cwd: root }).map(async (file) => {
    const { useCases }: Entry = await import(resolve(root, file));
    return [file, useCases] as const;
  }),
);

test.each(entries)("every route of %s leads to its own use case", async (_, useCases) => {
  const found = Object.entries(useCases).map(async ([key, load]) => [key, (await load()).route.key]);
  for (const [key, own] of await Promise.all(found)) expect(own).toBe(key);
});

test("no path is shared by two functions: API Gateway leads a path to one function", () => {
  const paths = entries.flatMap(([, useCases]) => [
    ...new Set(Object.keys(useCases).map((key) => key.slice(key.indexOf(" ") + 1).replace(/\{\w+\}/g, "{}"))),
  ]);
  expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
});
