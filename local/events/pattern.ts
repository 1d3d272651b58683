import { isObject } from "../assembly/template.ts";

export type Matcher = (event: unknown) => boolean;
type Test = (value: unknown) => boolean;

/**
 * Compiles an EventBridge event pattern, which is also the language of the filters of an event source mapping.
 * A value that is a list matches when one of its items does.
 * @throws on an operator that is not known: a rule that is silently too wide or too narrow is worse than none.
 */
export function compilePattern(pattern: unknown): Matcher {
  if (!isObject(pattern)) throw new Error(`An event pattern is an object, not ${JSON.stringify(pattern)}`);
  const tests = Object.entries(pattern).map(([key, expected]) =>
    key === "$or" ? anyOf(expected) : field(key, expected),
  );
  return (event) => tests.every((test) => test(event));
}

function anyOf(alternatives: unknown): Matcher {
  if (!Array.isArray(alternatives)) throw new Error("$or takes a list of patterns");
  const matchers = alternatives.map(compilePattern);
  return (event) => matchers.some((matches) => matches(event));
}

function field(key: string, expected: unknown): Matcher {
  if (isObject(expected)) {
    const inner = compilePattern(expected);
    return (event) => {
      const value = at(event, key);
      return Array.isArray(value) ? value.some(inner) : inner(value);
    };
  }
  if (!Array.isArray(expected)) throw new Error(`The pattern of "${key}" must be a list or an object`);
  const tests = expected.map(compileTest);
  return (event) => {
    const value = at(event, key);
    const candidates = Array.isArray(value) && value.length > 0 ? value : [value];
    return candidates.some((candidate) => tests.some((test) => test(candidate)));
  };
}

function at(event: unknown, key: string): unknown {
  return isObject(event) ? event[key] : undefined;
}

function compileTest(expected: unknown): Test {
  if (!isObject(expected)) return (value) => value === expected;
  const [operator, ...others] = Object.keys(expected);
  if (operator === undefined || others.length > 0)
    throw new Error(`One operator at a time: ${JSON.stringify(expected)}`);
  return operation(operator, expected[operator]);
}

function operation(operator: string, argument: unknown): Test {
  switch (operator) {
    case "prefix":
      return onText(argument, (value, wanted) => value.startsWith(wanted));
    case "suffix":
      return onText(argument, (value, wanted) => value.endsWith(wanted));
    case "equals-ignore-case":
      return ignoringCase(text(argument), (value, wanted) => value === wanted);
    case "wildcard":
      return anyWildcard(argument);
    case "exists":
      return argument === true ? (value) => value !== undefined : (value) => value === undefined;
    case "numeric":
      return numeric(argument);
    case "anything-but":
      return anythingBut(argument);
    default:
      throw new Error(`The pattern operator "${operator}" is not known`);
  }
}

/** `prefix` and `suffix` take a text, or an object that says to ignore the case. */
function onText(argument: unknown, holds: (value: string, wanted: string) => boolean): Test {
  if (isObject(argument)) return ignoringCase(text(argument["equals-ignore-case"]), holds);
  const wanted = text(argument);
  return (value) => typeof value === "string" && holds(value, wanted);
}

function ignoringCase(wanted: string, holds: (value: string, wanted: string) => boolean): Test {
  const lower = wanted.toLowerCase();
  return (value) => typeof value === "string" && holds(value.toLowerCase(), lower);
}

function anyWildcard(argument: unknown): Test {
  const expressions = (Array.isArray(argument) ? argument : [argument]).map((pattern) => {
    const parts = text(pattern)
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "s");
  });
  return (value) => typeof value === "string" && expressions.some((expression) => expression.test(value));
}

/** A value must be there to be anything but something. */
function anythingBut(argument: unknown): Test {
  if (isObject(argument)) {
    const [operator = ""] = Object.keys(argument);
    const refused = (Array.isArray(argument[operator]) ? argument[operator] : [argument[operator]]).map((one) =>
      operation(operator, one),
    );
    return (value) => value !== undefined && !refused.some((test) => test(value));
  }
  const refused: unknown[] = Array.isArray(argument) ? argument : [argument];
  return (value) => value !== undefined && !refused.includes(value);
}

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** `[">", 0, "<=", 5]` */
function numeric(argument: unknown): Test {
  if (!Array.isArray(argument) || argument.length === 0 || argument.length % 2 > 0)
    throw new Error("numeric takes operators and bounds");
  const tests = Array.from({ length: argument.length / 2 }, (_, index) => {
    const compare = comparisons[text(argument[2 * index])];
    const bound: unknown = argument[2 * index + 1];
    if (!compare || typeof bound !== "number")
      throw new Error(`numeric: ${JSON.stringify(argument)} is not understood`);
    return (value: number) => compare(value, bound);
  });
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new Error(`Expected a text in the pattern, found ${JSON.stringify(value)}`);
}
