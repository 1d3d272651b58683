import { join, resolve } from "node:path";
import { build } from "esbuild";
import { bundleSettings } from "../../scripts/bundle.ts";

const root = resolve(import.meta.dirname, "../..");

/** A file of ours bundled as functions are, so that a process of its own needs as much memory as they do; its path. */
export const bundled = async (source: string): Promise<string> => {
  const outdir = join(root, ".cache/bench", source.replace(/\.ts$/, ""));
  await build({ ...bundleSettings, entryPoints: { index: source }, outdir });
  return join(outdir, "index.mjs");
};
