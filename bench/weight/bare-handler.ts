import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { bundleSettings } from "../../scripts/bundle.ts";
import { type Bundle, bundleOf, root } from "./bundles.ts";

/** `import { A, type B } from "@aws-sdk/x"`; nothing is imported in another way (`npm run types` would not mind). */
const IMPORTED = /import (?!type)\{([^{}]*)\} from "(@aws-sdk\/[^"]+)"/g;

/** The names that are asked of each package of the SDK. */
type Asked = Map<string, Set<string>>;

/**
 * The least handler that can do what a function asks of the SDK: the same clients and commands, on demand where the
 * function loads them on demand, built with the same settings. Whatever the function weighs more is ours.
 */
export const bareHandler = async (bundle: Bundle, metafile: Metafile, folder: string): Promise<Bundle> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const parts = await Promise.all(bundle.onDemand.map((part) => askedBy(part, metafile)));
  const onDemand = parts.filter((asked) => asked.size > 0).map((asked, index) => ({ asked, file: `part-${index}.ts` }));
  for (const { asked, file } of onDemand) {
    await writeFile(join(folder, file), `${importsOf(asked)}\nexport const all = [${namesOf(asked)}];\n`);
  }
  const asked = await askedBy(bundle.sources, metafile);
  const later = onDemand.map(({ file }) => `async () => (await import("./${file}")).all`);
  const body = [namesOf(asked), ...later].join(", ");
  const source = join(folder, "bare-handler.ts");
  await writeFile(source, `${importsOf(asked)}\nexport const handler = async () => [${body}];\n`);
  const made = await build({ ...bundleSettings, entryPoints: { index: source }, outdir: folder });
  const entry = Object.keys(made.metafile.outputs).find((file) => file.endsWith("/index.mjs"));
  if (!entry) throw new Error(`The bare handler of ${bundle.name} was not built.`);
  return { ...bundleOf(made.metafile, entry), name: bundle.name };
};

const askedBy = async (sources: readonly string[], metafile: Metafile): Promise<Asked> => {
  const asked: Asked = new Map();
  const own = sources.filter((source) => !isPackage(source) && !isStandIn(source));
  const texts = await Promise.all(own.map((source) => readFile(join(root, source), "utf8")));
  for (const [, list = "", from = ""] of texts.flatMap((text) => [...text.matchAll(IMPORTED)])) {
    // What only unused code names is in no bundle.
    const names = list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type ") && isUsed(name, from, metafile, sources));
    if (names.length > 0) asked.set(from, new Set([...(asked.get(from) ?? []), ...names]));
  }
  return asked;
};

const isPackage = (source: string): boolean => source.includes("node_modules/");
/** What the build puts in the place of a package is no file: esbuild names it `namespace:package`. */
const isStandIn = (source: string): boolean => /^[\w-]+:/.test(source);

const isUsed = (name: string, from: string, { inputs }: Metafile, sources: readonly string[]): boolean => {
  const files = sources.filter((source) => source.includes(`node_modules/${from}/`));
  if (!name.endsWith("Command")) return files.length > 0;
  const file = `/commands/${name}.js`;
  // A package without commands of its own would be a mistake of ours, not a smaller bundle.
  if (!Object.keys(inputs).some((input) => input.includes(`/${from}/`) && input.endsWith(file)))
    throw new Error(`${from} has no file for ${name}.`);
  return files.some((source) => source.endsWith(file));
};

const importsOf = (asked: Asked): string =>
  [...asked].map(([from, names]) => `import { ${[...names].join(", ")} } from "${from}";`).join("\n");

const namesOf = (asked: Asked): string => [...asked.values()].flatMap((names) => [...names]).join(", ");
