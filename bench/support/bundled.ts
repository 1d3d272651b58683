import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleSettings } from "../../scripts/bundle.ts";

const root = resolve(import.meta.dirname, "../..");

/**
 * A module of ours bundled as functions are, so that a process of its own needs as much memory as they do; its path.
 * @param module as `import.meta.resolve` answers it
 */
export const bundled = async (module: string): Promise<string> => {
  const source = relative(root, fileURLToPath(module));
  const outdir = join(root, ".cache/bench", source.replace(/\.ts$/, ""));
  await build({ ...bundleSettings, entryPoints: { index: source }, outdir });
  return join(outdir, "index.mjs");
};
