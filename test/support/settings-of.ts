import { RootConstruct } from "constructs";
import cdk from "../../cdk.json" with { type: "json" };
import { type StageSettings, stageSettings } from "../../lib/config.ts";

/** The settings of a stage as an app would read them; those of the examples in cdk.json are let through. */
export const settingsOf = (
  stage: string,
  stages: Record<string, unknown> = cdk.context.stages,
  { example = true }: { readonly example?: boolean } = {},
): StageSettings => {
  const { node } = new RootConstruct();
  node.setContext("stage", stage);
  node.setContext("stages", stages);
  node.setContext("example", example);
  return stageSettings(node);
};
