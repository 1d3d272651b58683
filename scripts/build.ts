import { glob, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Metafile } from "esbuild";
import { inParallel } from "../shared/in-parallel.ts";
import { bundle } from "./bundle.ts";
import { buildClient } from "./client/build-client.ts";
import { describeApi, manifests, nameSchemas } from "./openapi.ts";
import { publishedKinds } from "./openapi-webhooks.ts";
import { writePageScripts } from "./page-scripts.ts";
import { referencePage } from "./reference-page.ts";

const root = resolve(import.meta.dirname, "..");

/** More at a time are no faster on few processors, and each takes a hundred megabytes. */
const AT_ONCE = 4;
/** esbuild, which is written in Go, spends less time on its garbage when it may let more of it pile up. */
process.env.GOGC ??= "400";

/** Every file of a feature that exports a `handler` is a Lambda function: `functions/clients/api` → its source. */
export const entryPoints = async (): Promise<Record<string, string>> => {
  const entries: Record<string, string> = {};
  for await (const file of glob("functions/*/*.ts", { cwd: root })) {
    const source = await readFile(join(root, file), "utf8");
    if (/^export const handler\b/m.test(source)) entries[file.slice(0, -".ts".length)] = file;
  }
  return entries;
};

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

/** The API's description and its reference page, beside the platform's function. */
export const writeReference = async (outdir: string): Promise<void> => {
  await nameSchemas();
  const document = describeApi(await manifests(), await publishedKinds());
  const texts = { "openapi.json": JSON.stringify(document), "docs.html": referencePage(document) };
  for (const folder of [join(outdir, "functions/platform/api"), outdir]) {
    await mkdir(folder, { recursive: true });
    for (const [file, text] of Object.entries(texts)) await writeWhole(join(folder, file), text);
  }
};

/** Nobody who reads the file meanwhile finds a part of it. */
const writeWhole = async (file: string, text: string): Promise<void> => {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, file);
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
