import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { buildBundles } from "../../../scripts/build.ts";

/** Outside of the project: what a bundle lacks cannot be found beside it. */
const outdir = mkdtempSync(join(tmpdir(), "bundles-"));
const stale = join(outdir, "functions/clients/gone");

const Meta = z.object({
  outputs: z.record(z.string(), z.object({ inputs: z.record(z.string(), z.unknown()), entryPoint: z.optional(z.string()) })),
});

beforeAll(async () => {
  mkdirSync(stale, { recursive: true });
  writeFileSync(join(stale, "index.mjs"), "");
  await buildBundles(outdir);
});
afterAll(() => rmSync(outdir, { recursive: true }));

const bundles = () =>
  Object.entries(Meta.parse(JSON.parse(readFileSync(join(outdir, "meta.json"), "utf8"))).outputs).flatMap(
    ([path, { entryPoint, inputs }]) => {
      if (entryPoint === undefined) return [];
      const folder = join(outdir, entryPoint.replace(/\.ts$/, ""));
      return [{ path, entryPoint, folder, inputs: Object.keys(inputs) }];
    },
  );

describe("the bundles", () => {
  it("stand in a folder each, with their source map", () => {
    expect(bundles().length).toBeGreaterThan(5);
    for (const { folder } of bundles()) {
      expect(existsSync(join(folder, "index.mjs")), folder).toBe(true);
      expect(existsSync(join(folder, "index.mjs.map")), folder).toBe(true);
    }
  });

  it("load where nothing is installed, and export a handler", () => {
    for (const { folder, entryPoint } of bundles()) {
      const file = pathToFileURL(join(folder, "index.mjs")).href;
      const script = `import(${JSON.stringify(file)}).then(({ handler }) => process.stdout.write(typeof handler))`;
      const said = execFileSync(process.execPath, ["-e", script], { cwd: outdir, encoding: "utf8" });
      expect(said, entryPoint).toBe("function");
    }
  });

  it("speak English alone: no other locale of zod", () => {
    for (const { inputs, entryPoint } of bundles()) {
      const locales = inputs.filter((input) => /\/locales\/(?!en\.js$)/.test(input));
      expect(locales, entryPoint).toEqual([]);
    }
  });

  it("take no code of another feature", () => {
    for (const { inputs, entryPoint } of bundles()) {
      const own = entryPoint.split("/").slice(0, 2).join("/");
      const others = inputs.filter((input) => input.startsWith("functions/") && !input.startsWith(`${own}/`));
      expect(others, entryPoint).toEqual([]);
    }
  });

  it("are forgotten with their function", () => {
    expect(existsSync(stale)).toBe(false);
  });
});

describe("the platform's function", () => {
  it("carries the description and the reference page", () => {
    const folder = join(outdir, "functions/platform/api");
    expect(JSON.parse(readFileSync(join(folder, "openapi.json"), "utf8"))).toHaveProperty("openapi", "3.1.0");
    expect(readFileSync(join(folder, "docs.html"), "utf8")).toMatch(/^<!doctype html>/);
  });
});
