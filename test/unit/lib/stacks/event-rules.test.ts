import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { kinds } from "../../../../functions/kinds.ts";
import { features } from "../../../../lib/features/mounted.ts";
import { alwaysPublished, eventTypesOf, type Kind } from "../../../../shared/events/kind.ts";
import { SUBSCRIBED } from "../../../../shared/events/subscribed-events.ts";
import { synthesise } from "../../../support/synth.ts";
import { list, type Properties, record, resources } from "../../../support/template.ts";

const root = resolve(import.meta.dirname, "../../../..");
const { main } = synthesise(features, "dev", undefined, { nag: false });
const rules = resources(main, "AWS::Events::Rule")
  .map(({ properties }) => properties)
  .filter(({ EventBusName }) => EventBusName !== undefined);
const patterns = rules.map(({ EventPattern }) => record(EventPattern));
const all = [...kinds.values()];
const kindsOf = (type: string): Kind[] => all.filter((kind) => eventTypesOf(kind).includes(type));

/** The file of the function that a rule leads to, by the dispatcher's queue or by one of its own. */
const workerOf = (rule: Properties): string | undefined => {
  const target = JSON.stringify(rule.Targets);
  const own = resources(main, "AWS::Lambda::EventSourceMapping").find(({ properties }) => {
    const queue = /"Fn::GetAtt":\["(\w+)"/.exec(JSON.stringify(properties.EventSourceArn))?.[1];
    return queue !== undefined && !queue.includes("Dispatch") && target.includes(`"${queue}"`);
  });
  const named = own ? JSON.stringify(own.properties.FunctionName) : target;
  const worker = resources(main, "AWS::Lambda::Function").find(({ id }) => named.includes(`"${id}"`));
  return /^(\w+): ([\w-]+)$/.exec(String(worker?.properties.Description))?.slice(1).join("/");
};

describe("the rules of the bus", () => {
  it("lead to workers that are for these events", async () => {
    const followed = new Map<string, string[]>();
    for (const rule of rules) {
      const worker = workerOf(rule);
      const types = list(record(rule.EventPattern)["detail-type"]).filter((type) => typeof type === "string");
      if (worker) followed.set(worker, [...(followed.get(worker) ?? []), ...types]);
    }
    expect(followed.size).toBeGreaterThan(15);
    for (const [worker, types] of followed) {
      const { handler } = (await import(join(root, `functions/${worker}.ts`))) as { handler: { events?: string[] } };
      if (handler.events) expect([...new Set(types)].sort(), worker).toEqual([...handler.events].sort());
    }
  });

  it("wait for events that there are", () => {
    const types = patterns.flatMap((pattern) => pattern["detail-type"]);
    expect(types.length).toBeGreaterThan(20);
    // Whoever wants all of a kind names its beginning.
    const named = types.filter((type): type is string => typeof type === "string");
    // What the relay gathers for webhooks is no change of anything.
    expect(named.filter((type) => kindsOf(type).length === 0)).toEqual([SUBSCRIBED]);
  });

  it("ask for fields that the events publish", () => {
    for (const pattern of patterns) {
      const asked = Object.keys(record(record(pattern.detail ?? {}).resource ?? {}));
      for (const type of [pattern["detail-type"]].flat())
        for (const { publishes, forWorkers = [] } of kindsOf(String(type)))
          expect([...publishes, ...forWorkers, ...alwaysPublished], String(type)).toEqual(
            expect.arrayContaining(asked),
          );
    }
  });
});
