import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { buildBundles } from "../../../scripts/build.ts";

/** Outside of the project: what a bundle lacks cannot be found beside it. */
const outdir = mkdtempSync(join(tmpdir(), "bundles-"));
const dist = resolve(import.meta.dirname, "../../../dist");
const stale = join(outdir, "functions/clients/gone");

const Contribution = z.object({ bytesInOutput: z.int() });
const Built = z.object({
  metafile: z.object({ outputs: z.record(z.string(), z.object({ inputs: z.record(z.string(), Contribution) })) }),
});

beforeAll(async () => {
  mkdirSync(stale, { recursive: true });
  writeFileSync(join(stale, "index.mjs"), "");
  await buildBundles(outdir, dist);
});
afterAll(() => rmSync(outdir, { recursive: true }));

/** Each function's folder, and the sources that went into it. */
const bundles = () =>
  globSync("functions/*/*/index.mjs", { cwd: outdir }).map((file) => {
    const name = dirname(file);
    const { metafile } = Built.parse(JSON.parse(readFileSync(join(outdir, `${name}.json`), "utf8")));
    const sources = Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([source, { bytesInOutput }]) => (bytesInOutput > 0 ? [source] : [])),
    );
    return { name, file: join(outdir, file), sources };
  });

describe("the bundles", () => {
  it("stand in a folder each, with their source map", () => {
    expect(bundles().length).toBeGreaterThan(5);
    for (const { file } of bundles()) expect(existsSync(`${file}.map`), file).toBe(true);
  });

  it("load where nothing is installed, and export a handler", () => {
    const files = bundles().map(({ file }) => pathToFileURL(file).href);
    const script = `for (const file of ${JSON.stringify(files)}) console.log(typeof (await import(file)).handler);`;
    const options = { cwd: outdir, encoding: "utf8" as const };
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], options);
    expect(said.trim().split("\n")).toEqual(files.map(() => "function"));
  });

  it("speak English alone: no other locale of zod", () => {
    for (const { name, sources } of bundles()) {
      const locales = sources.filter((source) => /\/locales\/(?!en\.js$)/.test(source));
      expect(locales, name).toEqual([]);
    }
  });

  it("take no code of another feature, but what it declares of its kinds", () => {
    for (const { name, sources } of bundles()) {
      const others = sources.filter(
        (source) =>
          source.startsWith("functions/") &&
          !source.startsWith(`${dirname(name)}/`) &&
          !/^functions\/(?:[\w-]+\/)?kinds\.ts$/.test(source),
      );
      expect(others, name).toEqual([]);
    }
  });

  it("are left as they are while their sources are", async () => {
    const before = bundles().map(({ file }) => statSync(file).mtimeMs);
    await buildBundles(outdir);
    expect(bundles().map(({ file }) => statSync(file).mtimeMs)).toEqual(before);
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
