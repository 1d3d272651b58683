import { App, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import cdk from "../../cdk.json" with { type: "json" };
import { stageSettings } from "../../lib/config.ts";
import type { Feature } from "../../lib/features/feature.ts";
import { AppStack } from "../../lib/stacks/app-stack.ts";
import { DataStack } from "../../lib/stacks/data-stack.ts";

export interface Synthesised {
  readonly data: Template;
  readonly main: Template;
}

/**
 * The product's two stacks with the given features, as the stage's templates; needs no bundles and no AWS account.
 * @throws when cdk-nag has an open finding.
 */
export const synthesise = (
  features: readonly (new (app: AppStack) => Feature)[],
  stage = "dev",
  stages: Record<string, unknown> = cdk.context.stages,
): Synthesised => {
  const app = new App({ context: { ...cdk.context, stages, stage } });
  const settings = stageSettings(app.node);
  const data = new DataStack(app, "Data", { settings });
  const main = new AppStack(app, "App", { settings, data, features, bundle: () => Code.fromInline("exports.handler") });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { data: Template.fromStack(data), main: Template.fromStack(main) };
};
