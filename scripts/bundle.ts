import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { loadedTogether } from "./loaded-together.ts";

const root = resolve(import.meta.dirname, "..");

/** What the SDK would load on demand for credentials and browsers: a Lambda finds its credentials in its environment. */
const neverNeeded =
  /^(bowser|@smithy\/core\/event-streams|@smithy\/credential-provider-imds|@aws-sdk\/credential-provider-(http|ini|login|process|sso|web-identity))$/;

/** Only where it is imported on demand: the client of S3 imports one of them at once, and must have it. */
const withoutNeverNeeded: Plugin = {
  name: "without-never-needed",
  setup: ({ onResolve }) =>
    onResolve({ filter: neverNeeded }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    ),
};

/** Packages that print what they do when asked to: in a bundle they need CommonJS, and nobody asks. */
const withoutDebugOutput: Plugin = {
  name: "without-debug-output",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^debug$/ }, () => ({ path: "debug", namespace: "silent" }));
    onLoad({ filter: /.*/, namespace: "silent" }, () => ({ contents: "export default () => () => undefined;" }));
  },
};

/**
 * The settings of every bundle; the bare handlers that the benchmarks compare with use the same. One build for each
 * function, although one for all is twice as fast to make: only so can what a function imports on demand stand in a file
 * of its own, and a function starts 10 to 20 % sooner.
 */
export const bundleSettings = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  chunkNames: "[hash]",
  platform: "node",
  target: "node24",
  format: "esm",
  mainFields: ["module", "main"],
  plugins: [withoutNeverNeeded, withoutDebugOutput],
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  outExtension: { ".js": ".mjs" },
  metafile: true,
  logLevel: "warning",
} as const satisfies BuildOptions;

/** What was built, beside its folder: kept as long as no source has changed. */
interface Built {
  readonly stamp: string;
  readonly metafile: Metafile;
}

/**
 * Bundles one function into `<folder>/index.mjs` and its chunks, unless what is there is still that.
 * @param copiedFrom a folder that it is taken from, where that holds what a build would make
 */
export const bundle = async (source: string, folder: string, copiedFrom?: string): Promise<Metafile> => {
  const known = await currentBundle(folder);
  if (known) return known;
  const copied = copiedFrom && (await currentBundle(copiedFrom));
  if (copied) {
    await rm(folder, { recursive: true, force: true });
    await cp(copiedFrom, folder, { recursive: true });
    await copyFile(`${copiedFrom}.json`, `${folder}.json`);
    return copied;
  }
  const plugins = [...bundleSettings.plugins, loadedTogether(source)];
  const made = await build({
    ...bundleSettings,
    plugins,
    entryPoints: { index: source },
    outdir: folder,
    write: false,
  });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all(made.outputFiles.map(({ path, contents }) => writeFile(path, contents)));
  const built: Built = { stamp: stampOf(made.metafile), metafile: made.metafile };
  await writeFile(`${folder}.json`, JSON.stringify(built));
  return made.metafile;
};

/** What was built there, where no source has changed since. */
export const currentBundle = async (folder: string): Promise<Metafile | undefined> => {
  if (!existsSync(join(folder, "index.mjs")) || !existsSync(`${folder}.json`)) return undefined;
  const { stamp, metafile }: Built = JSON.parse(await readFile(`${folder}.json`, "utf8"));
  return stamp === stampOf(metafile) ? metafile : undefined;
};

/** Changes with any file that a bundle was made of, with the packages, and with these settings. */
const stampOf = ({ inputs }: Metafile): string => {
  const files = [...Object.keys(inputs), "package-lock.json", "scripts/bundle.ts", "scripts/loaded-together.ts"];
  const hash = createHash("sha256");
  for (const file of files) {
    const known = statSync(join(root, file), { throwIfNoEntry: false });
    hash.update(`${file} ${known?.mtimeMs} ${known?.size}\n`);
  }
  return hash.digest("hex");
};
