import { describe, expect, it } from "vitest";
import { features } from "../../../../lib/features/mounted.ts";
import { synthesise } from "../../../support/synth.ts";
import { resources } from "../../../support/template.ts";

const { main } = synthesise(features, "dev", undefined, { nag: false });
const functions = resources(main, "AWS::Lambda::Function");
const policies = resources(main, "AWS::IAM::Policy").map(({ properties }) => JSON.stringify(properties.PolicyDocument));

/** The queues that our own functions put messages into, with the function that each wakes. */
const queuesOfFunctions = resources(main, "AWS::Lambda::EventSourceMapping").flatMap(({ properties }) => {
  const queue = /"Fn::GetAtt":\["(\w+)","Arn"\]/.exec(JSON.stringify(properties.EventSourceArn))?.[1];
  const worker = functions.find(({ id }) => JSON.stringify(properties.FunctionName).includes(`"${id}"`));
  const isSentTo = policies.some((policy) => policy.includes("sqs:SendMessage") && policy.includes(`"${queue}"`));
  return queue && worker && isSentTo ? [{ queue, worker }] : [];
});

describe("a function that goes on by messages to itself", () => {
  it("is not stopped by Lambda after sixteen rounds", () => {
    expect(queuesOfFunctions.length).toBeGreaterThan(5);
    for (const { queue, worker } of queuesOfFunctions) expect(worker.properties.RecursiveLoop, queue).toBe("Allow");
  });

  it("is one of few: the others are stopped when they wake themselves by accident", () => {
    const allowed = functions.filter(({ properties }) => properties.RecursiveLoop === "Allow");
    expect(allowed.length).toBeLessThan(functions.length / 2);
  });
});
