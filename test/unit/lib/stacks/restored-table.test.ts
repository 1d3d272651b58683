import { describe, expect, it } from "vitest";
import cdk from "../../../../cdk.json" with { type: "json" };
import { features } from "../../../../lib/features/mounted.ts";
import { recordStack } from "../../../support/deployment/record.ts";
import { synthesise } from "../../../support/synth.ts";
import { record, resources } from "../../../support/template.ts";

const streamArn = "arn:aws:dynamodb:ca-central-1:402613357821:table/Restored/stream/2026-11-30T12:00:00.000";
const restoredTable = { name: "Restored", streamArn };
const stages = { prod: { ...cdk.context.stages.prod, restoredTable } };
const { data, main } = synthesise(features, "prod", stages, { nag: false });

describe("a table that was restored", () => {
  it("takes the place of the old one in the App stack alone: nothing of the old one is imported any more", () => {
    const { imports } = recordStack(main.toJSON());
    expect(imports.filter((name) => name.includes("Table"))).toEqual([]);
    expect(imports.length).toBeGreaterThan(0);
    for (const { properties } of resources(main, "AWS::Lambda::Function"))
      expect(record(record(properties.Environment).Variables).TABLE_NAME).toBe("Restored");
    const followed = resources(main, "AWS::Lambda::EventSourceMapping").filter(
      ({ properties }) => properties.StartingPosition !== undefined,
    );
    expect(followed.map(({ properties }) => properties.EventSourceArn)).toEqual([streamArn, streamArn]);
  });

  it("changes nothing in the Data stack: it need not be deployed", () => {
    expect(recordStack(data.toJSON())).toEqual(
      recordStack(synthesise(features, "prod", undefined, { nag: false }).data.toJSON()),
    );
  });
});
