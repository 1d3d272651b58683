import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { currentRelease } from "../../../support/deployment/releases.ts";

const page = (name: string) => readFileSync(resolve(import.meta.dirname, "../../../../docs", name), "utf8");

describe("docs/deployments.md", () => {
  it("says what becomes of every type of resource that we deploy", () => {
    const { data, app } = currentRelease();
    const types = new Set([data, app].flatMap(({ types }) => types));
    expect(types.size).toBeGreaterThan(20);
    const [, table = ""] = page("deployments.md").split("## Every resource type");
    const isDescribed = (type: string) => {
      const [, service = "", name = ""] = type.split("::");
      return (
        table.includes(`\`${service}::${name}\``) ||
        table.includes(`\`${name}\``) ||
        table.includes(`\`…${name.replace("ConfigurationSet", "")}\``)
      );
    };
    expect([...types].filter((type) => !isDescribed(type))).toEqual([]);
  });
});

describe("the example pipeline", () => {
  const pipeline = page("examples/deploy.yml");

  it("deploys with credentials that end by themselves, and holds none", () => {
    expect(pipeline).toContain("id-token: write");
    expect(pipeline).toContain("role-to-assume");
    expect(pipeline).not.toMatch(/AWS_SECRET_ACCESS_KEY|AKIA/);
  });

  it("synthesises, shows what changes, then deploys", () => {
    const steps = ["cdk synth", "cdk diff", "cdk deploy --all"].map((step) => pipeline.indexOf(`npx ${step}`));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.every((at) => at > 0)).toBe(true);
  });
});
