import { isObject } from "../assembly/template.ts";

export type Matcher = (event: unknown) => boolean;
type Test = (value: unknown) => boolean;

/**
 * Compiles an EventBridge event pattern, which is also the language of the filters of an event source mapping, as far as
 * the product speaks it: plain values, `prefix` and `exists`. A value that is a list matches when one of its items does.
 * @throws on any other operator: a rule that is silently too wide or too narrow is worse than none.
 */
export const compilePattern = (pattern: unknown): Matcher => {
  if (!isObject(pattern)) throw new Error(`An event pattern is an object, not ${JSON.stringify(pattern)}`);
  const tests = Object.entries(pattern).map(([key, expected]) => field(key, expected));
  return (event) => tests.every((test) => test(event));
};

const field = (key: string, expected: unknown): Matcher => {
  if (isObject(expected)) {
    const inner = compilePattern(expected);
    return (event) => {
      const value = at(event, key);
      return Array.isArray(value) ? value.some(inner) : inner(value);
    };
  }
  if (key.startsWith("$") || !Array.isArray(expected))
    throw new Error(`The pattern of "${key}" must be a list of values or an object`);
  const tests = expected.map(compileTest);
  return (event) => {
    const value = at(event, key);
    const candidates = Array.isArray(value) && value.length > 0 ? value : [value];
    return candidates.some((candidate) => tests.some((test) => test(candidate)));
  };
};

const at = (event: unknown, key: string): unknown => (isObject(event) ? event[key] : undefined);

const compileTest = (expected: unknown): Test => {
  if (!isObject(expected)) return (value) => value === expected;
  const { exists, prefix, ...others } = expected;
  const isOne = Object.keys(expected).length === 1 && Object.keys(others).length === 0;
  if (isOne && typeof exists === "boolean") return (value) => (value !== undefined) === exists;
  if (isOne && typeof prefix === "string") return (value) => typeof value === "string" && value.startsWith(prefix);
  throw new Error(`The pattern operator ${JSON.stringify(expected)} is not known on one machine`);
};
