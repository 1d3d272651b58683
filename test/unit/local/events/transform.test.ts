import { describe, expect, test } from "vitest";
import { targetInput } from "../../../../local/events/transform.ts";

const event = {
  source: "clientele",
  detail: { id: "cli_1", name: 'Noémie "N." Côté', items: [{ amount: 5 }], gone: null },
};
const rule = { name: "created", arn: "arn:aws:events:ca-central-1:000000000000:rule/created" };
const template = (InputTemplate: string, InputPathsMap: Record<string, string> = {}) =>
  targetInput({ InputTransformer: { InputPathsMap, InputTemplate } }, event, rule);

describe("what a rule's target receives", () => {
  test("the whole event, a fixed text, or a part of it", () => {
    expect(targetInput({}, event, rule)).toBe(JSON.stringify(event));
    expect(targetInput({ Input: '{"a":1}' }, event, rule)).toBe('{"a":1}');
    expect(targetInput({ InputPath: "$.detail.items[0]" }, event, rule)).toBe('{"amount":5}');
    expect(targetInput({ InputPath: "$.detail.absent" }, event, rule)).toBe("null");
  });

  test("values outside quotation marks go in as JSON", () => {
    const paths = { id: "$.detail.id", amount: "$.detail.items[0].amount", whole: "$.detail.items", gone: "$.nowhere" };
    const filled = template('{"id":<id>,"amount":<amount>,"whole":<whole>,"gone":<gone>}', paths);
    expect(JSON.parse(filled)).toEqual({ id: "cli_1", amount: 5, whole: [{ amount: 5 }], gone: null });
  });

  test("values inside quotation marks go in as text, escaped", () => {
    const filled = template('{"line":"client <name> is \\"new\\": <id>"}', {
      name: "$.detail.name",
      id: "$.detail.id",
    });
    expect(JSON.parse(filled)).toEqual({ line: 'client Noémie "N." Côté is "new": cli_1' });
  });

  test("a text template stays a text", () => {
    expect(template("Client <id> was created", { id: "$.detail.id" })).toBe("Client cli_1 was created");
  });

  test("the rule's own name and the event are known without a path", () => {
    expect(JSON.parse(template('{"rule":"<aws.events.rule-name>","event":<aws.events.event>}'))).toEqual({
      rule: "created",
      event,
    });
  });

  test("a name without a path is refused", () => {
    expect(() => template('{"id":<id>}')).toThrow("<id>");
  });
});
