import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import cdk from "../cdk.json" with { type: "json" };
import { bundlesBeside, bundlesIn } from "../lib/bundles.ts";
import { stageSettings } from "../lib/config.ts";
import { features } from "../lib/features/mounted.ts";
import { AppStack } from "../lib/stacks/app-stack.ts";
import { DataStack } from "../lib/stacks/data-stack.ts";

// Given here too, so that the app runs without the CDK command line; what that passes on (`-c stage=prod`) wins.
const app = new App({ context: cdk.context });
const settings = stageSettings(app.node);
const oneMachine = app.node.tryGetContext("oneMachine") === true;

const data = new DataStack(app, `Clientele-${settings.stage}-Data`, { settings });
new AppStack(app, `Clientele-${settings.stage}-App`, {
  settings,
  data,
  features,
  bundle: oneMachine ? bundlesBeside : bundlesIn(join(import.meta.dirname, "../dist/functions")),
});

// A start on one machine does without: a second of its time, for rules that CI looks at.
if (!oneMachine) {
  const { AwsSolutionsChecks } = await import("cdk-nag");
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
app.synth();
