import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import cdk from "../../../../cdk.json" with { type: "json" };
import { features } from "../../../../lib/features/mounted.ts";
import {
  idleCost,
  metricsOfDashboard,
  otherRegions,
  type TemplateResource,
  together,
} from "../../../../scripts/idle-cost.ts";
import { synthesise } from "../../../support/synth.ts";

const resourcesOf = (stage: string): TemplateResource[] => {
  const { data, main } = synthesise(features, stage, cdk.context.stages, { nag: false });
  return [data, main].flatMap((template) => Object.values(template.toJSON().Resources) as TemplateResource[]);
};
const production = resourcesOf("prod");
const trial = resourcesOf("dev");

describe("a month in which nothing happens", () => {
  it("costs a production stage seven dollars at most, and a stage for trying three", () => {
    expect(together(idleCost(production)) * otherRegions).toBeLessThanOrEqual(7);
    expect(together(idleCost(trial)) * otherRegions).toBeLessThanOrEqual(3);
  });

  it("costs what docs/deploy.md says", () => {
    const guide = readFileSync(resolve(import.meta.dirname, "../../../../docs/deploy.md"), "utf8");
    const cell = (dollars: number) => dollars.toFixed(2);
    for (const [index, { what, dollars }] of idleCost(production).entries()) {
      if (dollars > 0)
        expect(guide).toContain(`| ${what} | ${cell(dollars)} | ${cell(idleCost(trial)[index]?.dollars ?? 0)} |`);
    }
    expect(guide).toContain(
      `| **together** | **${cell(together(idleCost(production)))}** | **${cell(together(idleCost(trial)))}** |`,
    );
  });

  it("is worked out of what Amazon bills without any use", () => {
    const polled = { Type: "AWS::Lambda::EventSourceMapping", Properties: {} };
    const stream = { Type: "AWS::Lambda::EventSourceMapping", Properties: { StartingPosition: "LATEST" } };
    expect(together(idleCost([polled, stream]))).toBe(0);
    expect(together(idleCost([polled, polled]))).toBe(0.12);
    const alarm = { Type: "AWS::CloudWatch::Alarm", Properties: { MetricName: "Errors" } };
    const mathAlarm = {
      Type: "AWS::CloudWatch::Alarm",
      Properties: { Metrics: [{ MetricStat: {} }, { Expression: "a" }] },
    };
    expect(together(idleCost(Array(12).fill(alarm)))).toBe(0.2);
    expect(together(idleCost([...Array(10).fill(alarm), mathAlarm]))).toBe(0.1);
    expect(together(idleCost([{ Type: "AWS::SecretsManager::Secret" }, { Type: "AWS::KMS::Key" }]))).toBe(1.4);
  });

  it("does not pay for the dashboard: it shows no more than fifty metrics", () => {
    for (const dashboard of production.filter(({ Type }) => Type === "AWS::CloudWatch::Dashboard")) {
      expect(metricsOfDashboard(dashboard)).toBeGreaterThan(20);
      expect(metricsOfDashboard(dashboard)).toBeLessThanOrEqual(50);
    }
    const large = { "Fn::Join": ["", [`{"metrics":[["A","b"]${',["A","b"]'.repeat(50)}]}`]] };
    expect(metricsOfDashboard({ Type: "AWS::CloudWatch::Dashboard", Properties: { DashboardBody: large } })).toBe(51);
  });

  it("pays for no alarm that nobody hears", () => {
    expect(trial.filter(({ Type }) => Type === "AWS::CloudWatch::Alarm")).toEqual([]);
    expect(trial.filter(({ Type }) => Type === "AWS::SNS::Topic")).toEqual([]);
    expect(production.filter(({ Type }) => Type === "AWS::CloudWatch::Alarm").length).toBeGreaterThan(20);
  });
});
