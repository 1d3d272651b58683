import { describe, expect, it } from "vitest";
import cdk from "../../../../cdk.json" with { type: "json" };
import { features } from "../../../../lib/features/mounted.ts";
import { synthesise } from "../../../support/synth.ts";
import { record, resources, target } from "../../../support/template.ts";

/** An on-demand table begins with four partitions, and each has a shard. */
const SHARDS = 4;

interface Source {
  readonly batches: number;
  /** Function instances of one batch: the dispatcher's workers come to its own. */
  readonly each: number;
}

const sourcesWith = (concurrency: number): Source[] => {
  const stages = { prod: { ...cdk.context.stages.prod, concurrency } };
  const { main } = synthesise(features, "prod", stages, { nag: false });
  return resources(main, "AWS::Lambda::EventSourceMapping").map(({ properties }) => {
    if (properties.StartingPosition) return { batches: SHARDS * Number(properties.ParallelizationFactor), each: 1 };
    const isDispatcher = target(properties.FunctionName).startsWith("DispatchEvent");
    return {
      batches: Number(record(properties.ScalingConfig).MaximumConcurrency),
      each: isDispatcher ? 1 + Number(properties.BatchSize) : 1,
    };
  });
};

describe("what works behind the API", () => {
  it.each([100, 1000])("leaves it half of %d function instances, even when all work at once", (concurrency) => {
    const most = sourcesWith(concurrency).reduce((sum, { batches, each }) => sum + batches * each, 0);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(concurrency / 2);
  });

  it("is held to the least that Lambda lets anybody set in a new AWS account", () => {
    for (const { batches, each } of sourcesWith(10)) {
      expect([2, SHARDS]).toContain(batches);
      expect(each).toBeLessThanOrEqual(2);
    }
  });
});
