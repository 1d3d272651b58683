import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inlineNested } from "./inline-nested.ts";
import type { Assembly, Json, Stack, Template } from "./template.ts";

interface Manifest {
  artifacts: Record<string, Artifact>;
}

interface Artifact {
  type: string;
  properties?: { templateFile?: string; stackName?: string; file?: string };
}

interface AssetManifest {
  files?: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
  dockerImages?: Record<string, unknown>;
}

/** Of the folder of an assembly: bundles that were made beside the templates, which name them by their path in there. */
export const bundlesFolder = "bundles";

/** Artifacts that say nothing about what runs. */
const silentArtifacts = new Set(["cdk:tree", "cdk:feature-flag-report", "cdk:validation-report"]);

/**
 * Reads a cloud assembly, as `cdk synth` leaves it, from its folder.
 * @throws when it holds an artifact that this runner does not understand (nested assemblies, images).
 */
export const loadAssembly = (directory: string): Assembly => {
  const manifest: Manifest = readJson(directory, "manifest.json");
  const assembly: Assembly = { stacks: [], assets: new Map() };
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    if (artifact.type === "aws:cloudformation:stack") assembly.stacks.push(readStack(directory, id, artifact));
    else if (artifact.type === "cdk:asset-manifest") readAssets(directory, artifact, assembly.assets);
    else if (!silentArtifacts.has(artifact.type)) throw new Error(`Artifact ${id}: type ${artifact.type} is not known`);
  }
  const bundles = join(directory, bundlesFolder);
  for (const bundle of globSync("functions/*/*", { cwd: bundles })) assembly.assets.set(bundle, join(bundles, bundle));
  for (const stack of assembly.stacks) {
    stack.template = inlineNested(stack.template, (url) => readNested(url, assembly.assets));
  }
  return assembly;
};

/** The address of a nested template ends in its key among the assets. */
const readNested = (templateUrl: Json, assets: ReadonlyMap<string, string>): Template => {
  const [, key = ""] = /\/([0-9a-f]{64}\.json)"/.exec(JSON.stringify(templateUrl)) ?? [];
  const file = assets.get(key);
  if (!file) throw new Error(`The nested template ${JSON.stringify(templateUrl)} is no asset of the assembly`);
  return JSON.parse(readFileSync(file, "utf8"));
};

const readStack = (directory: string, id: string, { properties }: Artifact): Stack => {
  if (!properties?.templateFile) throw new Error(`Stack ${id} names no template`);
  const template: Template = readJson(directory, properties.templateFile);
  return { name: properties.stackName ?? id, template };
};

const readAssets = (directory: string, { properties }: Artifact, assets: Map<string, string>): void => {
  if (!properties?.file) return;
  const manifest: AssetManifest = readJson(directory, properties.file);
  if (Object.keys(manifest.dockerImages ?? {}).length > 0) throw new Error("Image assets are not known");
  for (const { source, destinations } of Object.values(manifest.files ?? {})) {
    for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(directory, source.path));
  }
};

const readJson = (directory: string, file: string) => JSON.parse(readFileSync(join(directory, file), "utf8"));
