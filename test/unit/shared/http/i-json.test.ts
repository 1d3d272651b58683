import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { parseIJson } from "../../../../shared/http/i-json.ts";

const refusal = (json: string): string => {
  try {
    parseIJson(json);
    return "taken";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Values that a double holds exactly, whatever their names and texts. */
const values = fc.jsonValue({ maxDepth: 4 }).filter((value) => !/e\+|\d{16}/.test(JSON.stringify(value)));

describe("a JSON body", () => {
  test.prop([values, fc.constantFrom(undefined, 2)])("is read as JSON.parse reads it", (value, indent) => {
    const json = JSON.stringify(value, undefined, indent);
    expect(parseIJson(json)).toEqual(JSON.parse(json));
  });

  test.prop([fc.string(), values, values])("with a name twice in one object is refused", (name, first, second) => {
    const member = (value: unknown) => `${JSON.stringify(name)} : ${JSON.stringify(value)}`;
    expect(refusal(`[{${member(first)},"other":{}, ${member(second)}}]`)).toMatch(/twice/);
  });

  it.each([
    ['{"name":"a","name":"b"}', /twice/],
    ['{"a":{"tag":1,"tag":1}}', /twice/],
    ['{"name":"a","n\\u0061me":"b"}', /twice/],
    ['{"__proto__":1,"__proto__":2}', /twice/],
    ['{"a":1e400}', /larger/],
    ['{"a":[-1e999]}', /larger/],
    ['{"size":9007199254740993}', /2\^53/],
    ['{"size":-9007199254740992}', /2\^53/],
    ['{"a":"\\ud83d"}', /surrogate/],
    [`${"[".repeat(80)}${"]".repeat(80)}`, /nested/],
    ['{"a":', /too early|character/],
    ["{'a':1}", /character 1/],
  ])("such as %s is refused, and says why", (json, why) => expect(refusal(json)).toMatch(why));

  it.each([
    '{"a":{"name":1},"b":{"name":2}}',
    '{"a":"\\":","b":"\\\\"}',
    '{"a:b":":","":0}',
    '{"size":9007199254740991}',
    '{"__proto__":{"a":1}}',
    '{"toString":1,"constructor":2}',
  ])("such as %s is taken", (json) => expect(refusal(json)).toBe("taken"));

  it("that is one long text costs no more than its length", () => {
    expect(refusal(JSON.stringify({ a: '\\"'.repeat(200_000) }))).toBe("taken");
    expect(refusal(`${"[".repeat(400_000)}`)).not.toBe("taken");
  });
});
