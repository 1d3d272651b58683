import { dirname, resolve } from "node:path";
import type { Plugin } from "esbuild";

const NAMESPACE = "on-demand";
/** What our sources import on demand, and little of what packages import: esbuild waits for the answer to each question. */
const OURS = /\.ts$|^[\w-]+$/;

/**
 * Keeps what a function loads at its start in one file. esbuild writes a file for each set of on-demand parts that share
 * something, and each file costs a cold start up to a millisecond. Here every on-demand part imports the function's entry,
 * which is loaded by then anyway: so all that the entry loads is shared by all of them, and is one file.
 * @param source the entry, relative to the working directory
 */
export const loadedTogether = (source: string): Plugin => ({
  name: "loaded-together",
  setup({ initialOptions, onResolve, onLoad }) {
    const root = initialOptions.absWorkingDir ?? process.cwd();
    const entry = resolve(root, source);
    onResolve({ filter: OURS }, ({ path, kind, importer, namespace }) => {
      if (kind !== "dynamic-import" || namespace === NAMESPACE) return undefined;
      if (path.startsWith("node:") || importer.includes("node_modules/")) return undefined;
      const part = path.startsWith(".") ? resolve(dirname(importer), path) : path;
      return { path: part, namespace: NAMESPACE };
    });
    onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: `import ${JSON.stringify(entry)};\nexport * from ${JSON.stringify(path)};`,
      resolveDir: root,
    }));
  },
});
