import { RootConstruct } from "constructs";
import cdk from "../../cdk.json" with { type: "json" };
import { type StageSettings, stageSettings } from "../../lib/config.ts";

/** The settings of a stage as an app would read them. */
export const settingsOf = (stage: string, stages: Record<string, unknown> = cdk.context.stages): StageSettings => {
  const { node } = new RootConstruct();
  node.setContext("stage", stage);
  node.setContext("stages", stages);
  return stageSettings(node);
};
