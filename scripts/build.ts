import { copyFile, glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { describeApi, manifests, nameSchemas } from "./openapi.ts";
import { referencePage } from "./reference-page.ts";

const root = resolve(import.meta.dirname, "..");

/** What the SDK would load for credentials and browsers: a Lambda finds its credentials in its environment. */
const neverNeeded = [
  "bowser",
  "@smithy/core/event-streams",
  "@smithy/credential-provider-imds",
  ...["http", "ini", "login", "process", "sso", "web-identity"].map((from) => `@aws-sdk/credential-provider-${from}`),
];

/** The settings of every bundle; the bare handlers that the benchmarks compare with use the same. */
export const bundleSettings = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  mainFields: ["module", "main"],
  external: neverNeeded,
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  outExtension: { ".js": ".mjs" },
  metafile: true,
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Every file of a feature that exports a `handler` is a Lambda function; its folder in `dist` is what is deployed. */
const entryPoints = async (): Promise<Record<string, string>> => {
  const entries: Record<string, string> = {};
  for await (const file of glob("functions/*/*.ts", { cwd: root })) {
    const source = await readFile(join(root, file), "utf8");
    if (/^export const handler\b/m.test(source)) entries[`${file.slice(0, -".ts".length)}/index`] = file;
  }
  return entries;
};

/**
 * Bundles every function into `<outdir>/functions/<feature>/<entry>/index.mjs`, and writes the API's description and its
 * reference page, which the platform's function serves from its own folder. One or two seconds in all. When the sources
 * do not compile, what was built before stays.
 */
export async function buildBundles(outdir: string = join(root, "dist")): Promise<void> {
  const entries = await entryPoints();
  const bundles = await build({ ...bundleSettings, entryPoints: entries, outdir });
  await writeReference(outdir);
  await writeFile(join(outdir, "meta.json"), JSON.stringify(bundles.metafile));
  await forgetOthers(outdir, Object.keys(entries));
}

/** Removes the bundles of functions that are gone. */
const forgetOthers = async (outdir: string, entries: readonly string[]): Promise<void> => {
  for await (const bundle of glob("functions/*/*", { cwd: outdir })) {
    if (!entries.includes(`${bundle}/index`)) await rm(join(outdir, bundle), { recursive: true });
  }
};

const writeReference = async (outdir: string): Promise<void> => {
  await nameSchemas();
  const document = describeApi(await manifests());
  const platform = join(outdir, "functions/platform/api");
  await mkdir(platform, { recursive: true });
  await writeFile(join(platform, "openapi.json"), JSON.stringify(document));
  await writeFile(join(platform, "docs.html"), referencePage(document));
  for (const file of ["openapi.json", "docs.html"]) await copyFile(join(platform, file), join(outdir, file));
};

if (import.meta.main) await buildBundles();
