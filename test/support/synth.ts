import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, NestedStack, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import cdk from "../../cdk.json" with { type: "json" };
import { stageSettings } from "../../lib/config.ts";
import type { Feature } from "../../lib/features/feature.ts";
import { AppStack } from "../../lib/stacks/app-stack.ts";
import { DataStack } from "../../lib/stacks/data-stack.ts";
import { loadAssembly } from "../../local/assembly/load.ts";

export interface Synthesised {
  readonly data: Template;
  /** With the stacks of the features in it. */
  readonly main: Template;
  /** How many resources each stack holds. */
  readonly sizes: readonly { name: string; resources: number }[];
}

/** The stages of cdk.json; the one for trying has alarms, too. */
const { dev } = cdk.context.stages;
const stagesWithAlarms = { ...cdk.context.stages, dev: { ...dev, alarmEmail: "operations@example.com" } };

/**
 * The product's two stacks with the given features, as the stage's templates; needs no bundles and no AWS account.
 * @throws when cdk-nag has an open finding, unless `nag` is false.
 */
export const synthesise = (
  features: readonly (new (app: AppStack) => Feature)[],
  stage = "dev",
  stages: Record<string, unknown> = stagesWithAlarms,
  { nag = true }: { readonly nag?: boolean } = {},
): Synthesised => {
  const outdir = mkdtempSync(join(tmpdir(), "clientele-synth-"));
  try {
    const app = new App({ context: { ...cdk.context, stages, stage, example: true }, outdir });
    const settings = stageSettings(app.node);
    const data = new DataStack(app, "Data", { settings });
    const main = new AppStack(app, "App", {
      settings,
      data,
      features,
      bundle: () => Code.fromInline("exports.handler"),
    });
    if (nag) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const { directory } = app.synth();
    return {
      data: Template.fromStack(data),
      main: Template.fromJSON(mainTemplate(directory)),
      sizes: [main, data, ...main.node.children.filter((child) => child instanceof NestedStack)].map((stack) => ({
        name: stack.node.id,
        resources: Object.keys(readJson(directory, stack.templateFile).Resources).length,
      })),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

const readJson = (directory: string, file: string) => JSON.parse(readFileSync(join(directory, file), "utf8"));

/** The app's stack with its features' in it, as the local stack reads them. */
const mainTemplate = (directory: string) => {
  const template = loadAssembly(directory).stacks.find(({ name }) => name === "App")?.template;
  if (!template) throw new Error("There is no stack of the app.");
  return template;
};
