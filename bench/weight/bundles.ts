import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Metafile } from "esbuild";
import { buildBundles } from "../../scripts/build.ts";

export const root = resolve(import.meta.dirname, "../..");
/** Not where the project builds: a build of somebody else must not come in between. */
const outdir = join(root, ".cache/bench/dist");

/** A function as esbuild tells of it. */
export interface Bundle {
  /** `clients/api` */
  name: string;
  /** The file that Lambda loads, from the project's root. */
  entry: string;
  /** Bytes of the entry and of all that it loads before its first request. */
  bytes: number;
  /** Bytes of every file, those that are loaded on demand as well. */
  allBytes: number;
  /** The sources in what is loaded at once, from the project's root. */
  sources: string[];
  /** The same for each file that is loaded on demand, with what it brings along. */
  onDemand: string[][];
}

/** Builds every function as it is deployed. */
export const deployedBundles = async (): Promise<{ bundles: Bundle[]; metafile: Metafile }> => {
  await buildBundles(outdir);
  const metafile: Metafile = JSON.parse(await readFile(join(outdir, "meta.json"), "utf8"));
  const bundles = Object.keys(metafile.outputs)
    .filter((file) => file.endsWith("/index.mjs"))
    .map((entry) => ({ ...bundleOf(metafile, entry), name: dirname(entry).split("/").slice(-2).join("/") }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { bundles, metafile };
};

/** What stands behind one entry of a build. */
export const bundleOf = (metafile: Metafile, entry: string): Omit<Bundle, "name"> => {
  const atOnce = loadedWith(metafile, entry);
  const all = new Set(atOnce);
  const onDemand: string[][] = [];
  for (const file of all) {
    for (const { path, kind } of importsOf(metafile, file)) {
      if (kind !== "dynamic-import" || all.has(path)) continue;
      const part = loadedWith(metafile, path).filter((brought) => !all.has(brought));
      for (const brought of part) all.add(brought);
      onDemand.push(sourcesOf(metafile, part));
    }
  }
  return {
    entry,
    bytes: bytesOf(metafile, atOnce),
    allBytes: bytesOf(metafile, [...all]),
    sources: sourcesOf(metafile, atOnce),
    onDemand,
  };
};

const importsOf = ({ outputs }: Metafile, file: string) =>
  (outputs[file]?.imports ?? []).filter(({ external }) => !external);

/** A file and what it imports, whatever that imports, and so on. */
const loadedWith = (metafile: Metafile, entry: string): string[] => {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, kind } of importsOf(metafile, file)) if (kind === "import-statement") found.add(path);
  }
  return [...found];
};

const sourcesOf = ({ outputs }: Metafile, files: readonly string[]): string[] => {
  const inputs = files.flatMap((file) => Object.entries(outputs[file]?.inputs ?? {}));
  return [...new Set(inputs.flatMap(([source, { bytesInOutput }]) => (bytesInOutput > 0 ? [source] : [])))].sort();
};

const bytesOf = ({ outputs }: Metafile, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
