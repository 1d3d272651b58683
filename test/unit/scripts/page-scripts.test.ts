import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { pageScripts } from "../../../scripts/page-scripts.ts";

const scripts = await pageScripts();

it.each(scripts)("$file is compiled as its sources are (`npm run build` compiles them)", ({ file, source }) => {
  expect(readFileSync(resolve(import.meta.dirname, "../../..", file), "utf8")).toBe(source);
  expect(source).not.toContain("</script");
});

it("finds the scripts of every feature that has pages with some", () => {
  expect(scripts.length).toBeGreaterThan(1);
});
