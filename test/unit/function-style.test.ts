import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const folders = "{bench,bin,client/src,functions,judges,lib,local,scripts,shared,test}";

it("functions are constants; only what yields, has overloads or is given `this` is declared", () => {
  const declared = globSync(`${folders}/**/*.ts`, { cwd: root }).filter((file) => {
    const source = readFileSync(join(root, file), "utf8");
    const names = [...source.matchAll(/^ *(?:export )?(?:async )?function (\w+\b)(?!\(this)/gm)].map(
      ([, name]) => name,
    );
    // Overloads are declared several times.
    return names.some((name) => names.indexOf(name) === names.lastIndexOf(name));
  });
  expect(declared).toEqual([]);
});
