import { glob, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Metafile } from "esbuild";
import { inParallel } from "../shared/in-parallel.ts";
import { bundle } from "./bundle.ts";
import { buildClient } from "./client/build-client.ts";
import { entryPoints } from "./entry-points.ts";
import { writePageScripts } from "./page-scripts.ts";
import { writeReference } from "./reference.ts";

const root = resolve(import.meta.dirname, "..");

/** More at a time are no faster on few processors, and each takes a hundred megabytes. */
const AT_ONCE = 4;
/** esbuild, which is written in Go, spends less time on its garbage when it may let more of it pile up. */
process.env.GOGC ??= "400";

/**
 * Bundles every function into a folder of its own, `<outdir>/functions/<feature>/<entry>`, which is what is deployed, and
 * writes the API's description and its reference page beside the platform's function, which serves them. Functions whose
 * sources have not changed are left as they are; when the sources do not compile, so is everything.
 * @param copiedFrom another such folder: what it holds of the same sources is copied
 */
export const buildBundles = async (outdir: string = join(root, "dist"), copiedFrom = outdir): Promise<void> => {
  await writePageScripts();
  const entries = Object.entries(await entryPoints());
  const bundles: Metafile[] = [];
  await inParallel(AT_ONCE, entries, async ([name, source]) =>
    bundles.push(await bundle(source, join(outdir, name), join(copiedFrom, name))),
  );
  await forgetOthers(outdir, entries);
  await writeReference(outdir);
  await writeFile(join(outdir, "meta.json"), JSON.stringify(merged(bundles)));
};

/** Removes the bundles of functions that are gone. */
const forgetOthers = async (outdir: string, entries: readonly (readonly [name: string, source: string])[]) => {
  const names = new Set(entries.flatMap(([name]) => [name, `${name}.json`]));
  for await (const found of glob("functions/*/*", { cwd: outdir })) {
    if (!names.has(found)) await rm(join(outdir, found), { recursive: true });
  }
};

/** What esbuild tells of all bundles together, as if it had made them at once. */
const merged = (bundles: readonly Metafile[]): Metafile => ({
  inputs: Object.assign({}, ...bundles.map(({ inputs }) => inputs)),
  outputs: Object.assign({}, ...bundles.map(({ outputs }) => outputs)),
});

if (import.meta.main) {
  await buildBundles();
  await buildClient(JSON.parse(await readFile(join(root, "dist/openapi.json"), "utf8")));
}
