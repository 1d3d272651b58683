import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { isObject, type JsonObject } from "./json.ts";
import { operationsSource } from "./operations.ts";

const root = resolve(import.meta.dirname, "../..");
const client = join(root, "client");
const run = promisify(execFile);

/**
 * Builds the package `client/`: types and operations of the OpenAPI document into `generated/`, then `dist/`. Nothing is
 * done where neither the document nor a source has changed.
 */
export const buildClient = async (document: JsonObject): Promise<void> => {
  const stamp = await stampOf(document);
  const stampFile = join(client, "generated/.stamp");
  if ((await readFile(stampFile, "utf8").catch(() => "")) === stamp) return;
  await rm(join(client, "dist"), { recursive: true, force: true });
  await generate(document);
  await Promise.all([bundle(), declare()]);
  for (const [from, to] of licences) await copyFile(join(root, from), join(client, to));
  await writeFile(stampFile, stamp);
};

const licences = [
  ["LICENSE", "LICENSE"],
  ["node_modules/ky/license", "dist/ky-LICENSE"],
] as const;

const generate = async (document: JsonObject): Promise<void> => {
  const generated = join(client, "generated");
  await mkdir(generated, { recursive: true });
  const described = join(generated, "openapi.json");
  // A type for each event is enough: that there is an address for each is the document's way of saying so.
  await writeFile(described, JSON.stringify({ ...document, webhooks: undefined }, forTypes));
  const options = [
    "--root-types",
    "--root-types-no-schema-prefix",
    "--root-types-keep-casing",
    "--output",
    "generated/api.ts",
  ];
  await runScript("node_modules/openapi-typescript/bin/cli.js", [described, ...options]);
  await rm(described);
  await writeFile(join(generated, "operations.ts"), operationsSource(document));
  const { version } = JSON.parse(await readFile(join(client, "package.json"), "utf8")) as { version: string };
  await writeFile(join(generated, "version.ts"), `export const version = ${JSON.stringify(version)};\n`);
};

/** Without what types cannot say: examples of whole bodies, as long as all the rest, and lists of patterns. */
const forTypes = (name: string, value: unknown): unknown => {
  if (name === "allOf" && Array.isArray(value) && value.every(isPattern)) return undefined;
  return isObject(value) && "schema" in value && name.includes("/") ? { schema: value.schema } : value;
};

const isPattern = (value: unknown): boolean => isObject(value) && Object.keys(value).join() === "pattern";

/** The code with what it is made of, so that nothing else need be installed. */
const bundle = () =>
  build({
    absWorkingDir: client,
    entryPoints: ["src/index.ts"],
    outfile: "dist/index.js",
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    sourcemap: false,
    logLevel: "warning",
    banner: { js: "/*! Holds ky by Sindre Sorhus, MIT licence: see ky-LICENSE. */" },
  });

const declare = () => runScript("../node_modules/typescript/bin/tsc", ["--project", "tsconfig.json"]);

const runScript = async (script: string, options: string[]): Promise<void> => {
  await run(process.execPath, [script, ...options], { cwd: client }).catch(({ stdout, stderr }) => {
    throw new Error(`${script} failed:\n${stdout}${stderr}`);
  });
};

const stampOf = async (document: JsonObject): Promise<string> => {
  const hash = createHash("sha256").update(JSON.stringify(document));
  const sources = ["client/package.json", "client/tsconfig.json", "package-lock.json"];
  for await (const file of glob(["client/src/*.ts", "scripts/client/*.ts"], { cwd: root })) sources.push(file);
  for (const file of sources.sort()) hash.update(await readFile(join(root, file)));
  return hash.digest("hex");
};
